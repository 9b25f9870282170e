package dev.heddle.protocol.v2;

/** Params of {@code process/resizePty}: the new size of a process's terminal. */
public record ProcessResizePtyParams(String processHandle, ProcessTerminalSize size) {}
