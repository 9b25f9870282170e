package dev.heddle.protocol.v2;

import java.util.List;

/** Programs a model may be used under. */
public record ModelAccessPrograms(List<CyberAccessProgram> cyber) {}
