// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import java.util.Map;
import net.vireo.cli.Vireo;

/** A process of its own for a command. */
final class RunMain {
    private RunMain() {}

    public static void main(final String[] arguments) {
        System.exit(Vireo.commandLine(arguments, Map.of()).execute(arguments));
    }
}
