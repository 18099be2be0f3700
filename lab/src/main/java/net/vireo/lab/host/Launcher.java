// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How this program was started, so that it can start itself again with other arguments.
 *
 * @param line the words before the arguments
 */
public record Launcher(List<String> line) {
    /** System property with the path of the {@code vireo} script. */
    public static final String PROPERTY = "vireo.launcher";

    /** Options of the java command whose value is the next word. */
    private static final Set<String> WITH_VALUE = Set.of(
            "-cp",
            "-classpath",
            "--class-path",
            "-p",
            "--module-path",
            "--add-modules",
            "--add-opens",
            "--add-exports",
            "--add-reads",
            "--limit-modules",
            "--upgrade-module-path");

    /** Options of the java command after whose value the program's arguments begin. */
    private static final Set<String> LAST = Set.of("-m", "--module", "-jar");

    public Launcher {
        line = List.copyOf(line);
    }

    /**
     * The launcher of this process.
     *
     * @throws LabException when neither the property nor the operating system tells
     */
    public static Launcher current() {
        final ProcessHandle.Info info = ProcessHandle.current().info();
        return of(
                System.getProperty(PROPERTY, ""),
                info.command().orElse(""),
                List.of(info.arguments().orElse(new String[0])));
    }

    static Launcher of(final String script, final String command, final List<String> arguments) {
        if (!script.isEmpty()) {
            return new Launcher(List.of(script));
        }
        final List<String> line = new ArrayList<>();
        line.add(command);
        for (int i = 0; i < arguments.size(); i++) {
            final String word = arguments.get(i);
            line.add(word);
            final boolean last = LAST.contains(word) || word.startsWith("--module=");
            if ((last || WITH_VALUE.contains(word)) && !word.contains("=") && i + 1 < arguments.size()) {
                i++;
                line.add(arguments.get(i));
            }
            if (last || !word.startsWith("-") && !word.startsWith("@")) {
                return new Launcher(line);
            }
        }
        throw new LabException("cannot tell how this program was started; start it with the vireo script, or with -D"
                + PROPERTY + "=PATH-OF-THE-SCRIPT");
    }

    /** The launch line with these arguments. */
    public List<String> with(final List<String> arguments) {
        final List<String> all = new ArrayList<>(line);
        all.addAll(arguments);
        return all;
    }
}
