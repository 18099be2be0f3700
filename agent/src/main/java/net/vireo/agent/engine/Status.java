// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.vireo.agent.program.Programmer;

/**
 * How the agent does.
 *
 * @param connectionProblem why there is no data plane, empty when there is one
 * @param configProblems what is wrong with the configuration, a line each
 * @param problems what could not be done as configured, a sentence each
 * @param failures changes that the data plane refuses, with its reasons
 * @param stale whether something unwanted is left for now
 */
public record Status(
        Optional<String> connectionProblem,
        List<String> configProblems,
        List<String> problems,
        Map<String, String> failures,
        boolean stale,
        Programmer.Counts counts) {}
