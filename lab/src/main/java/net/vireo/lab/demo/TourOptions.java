// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.demo;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How somebody wants to be led through steps; wrong options are refused by picocli's exception. */
final class TourOptions {
    private static final int MOST_PACE_S = 600;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--no-wait", description = "from step to step at once")
    private boolean noWait;

    @Option(names = "--pace", paramLabel = "SECONDS", description = "so long between two steps, instead of Enter")
    private Integer paceS;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (then what is told goes to standard error)")
    private String output = "";

    /** Whether the result is to be JSON. */
    boolean json() {
        if (!"text".equals(output) && !"json".equals(output)) {
            throw new ParameterException(spec.commandLine(), "--output is '" + output + "', expected text or json");
        }
        return "json".equals(output);
    }

    /** What happens between two steps. */
    Pacing pacing() {
        if (paceS != null && (paceS < 0 || paceS > MOST_PACE_S)) {
            throw new ParameterException(
                    spec.commandLine(), "--pace is " + paceS + ", expected 0 to " + MOST_PACE_S + " seconds");
        }
        if (noWait && paceS != null) {
            throw new ParameterException(spec.commandLine(), "--no-wait and --pace contradict each other");
        }
        if (paceS != null) {
            return new Pacing(1000L * paceS);
        }
        return noWait || !Pacing.someoneIsThere() ? new Pacing(0) : Pacing.ENTER;
    }
}
