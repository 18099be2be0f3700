// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a data plane is started by its parent: by the launcher, which knows the flags of its JVM, with the parent's own
 * arguments and some for children. Without the launcher the parent's own command is used once more.
 *
 * @param line the words before those for children
 */
record ChildLine(List<String> line) {
    private static final String LAUNCHER = "vireo.launcher";
    private static final File NOTHING = new File("/dev/null");

    ChildLine {
        line = List.copyOf(line);
    }

    /** @param arguments the program's own */
    static ChildLine of(final List<String> arguments) {
        final String launcher = System.getProperty(LAUNCHER, "");
        final List<String> line = new ArrayList<>();
        if (launcher.isEmpty()) {
            final ProcessHandle.Info own = ProcessHandle.current().info();
            line.add(own.command().orElseThrow());
            line.addAll(List.of(own.arguments().orElseThrow()));
        } else {
            line.add(launcher);
            line.addAll(arguments);
        }
        return new ChildLine(line);
    }

    /** The words that start a child. */
    List<String> words(final Path parent, final Supervisor.Role role) {
        final List<String> words = new ArrayList<>(line);
        if (role != Supervisor.Role.FIRST) {
            // What the first one discarded is gone; what there is now is the node's state.
            words.removeIf(RunVrouterCommand.FRESH::equals);
        }
        words.add(RunVrouterCommand.PARENT);
        words.add(parent.toString());
        if (role == Supervisor.Role.SPARE) {
            words.add(RunVrouterCommand.SPARE);
        }
        return words;
    }

    /** Starts a child that prints where this process prints. */
    Process start(final Path parent, final Supervisor.Role role) throws IOException {
        final ProcessBuilder builder =
                new ProcessBuilder(words(parent, role)).inheritIO().redirectInput(NOTHING);
        // A half-edited tree is not to be built now.
        builder.environment().put("VIREO_NO_BUILD", "1");
        return builder.start();
    }
}
