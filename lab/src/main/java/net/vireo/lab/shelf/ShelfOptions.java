// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.shelf;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code -o}. */
final class ShelfOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json")
    private String output = "text";

    /** @throws ParameterException when it is neither */
    boolean json() {
        if (!"text".equals(output) && !"json".equals(output)) {
            throw new ParameterException(command.commandLine(), "--output is '" + output + "', expected text or json");
        }
        return "json".equals(output);
    }
}
