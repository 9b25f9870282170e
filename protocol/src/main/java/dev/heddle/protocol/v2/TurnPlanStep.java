package dev.heddle.protocol.v2;

/** A step of a plan. */
public record TurnPlanStep(String step, TurnPlanStepStatus status) {}
