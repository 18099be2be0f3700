// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.vireo.lab.host.Commands;
import net.vireo.lab.host.Commands.Done;
import net.vireo.lab.host.LabException;

/** The shared libraries that programs of this machine load, as the loader itself tells. */
final class Libraries {
    private static final long LIMIT_MS = 10_000;

    /** {@code libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x7f..)}, or the loader: an absolute path alone. */
    private static final Pattern LINE = Pattern.compile("(?m)^\\s*(?:\\S+ => )?(/\\S+) \\(0x[0-9a-f]+\\)$");

    private static final Pattern UNKNOWN = Pattern.compile("(?m)^\\s*(\\S+) => not found$");
    private static final String STATIC = "not a dynamic executable";

    private Libraries() {}

    /** @throws LabException when a program's libraries cannot be told, or one is missing */
    static Set<Path> of(final Collection<Path> programs) throws InterruptedException {
        final Set<Path> libraries = new TreeSet<>();
        for (final Path program : programs) {
            final Done done = Commands.run(List.of(GuestTool.LDD.file().toString(), program.toString()), LIMIT_MS);
            if (!done.ok() && !done.output().contains(STATIC)) {
                throw new LabException(
                        "ldd " + program + " failed: " + done.output().strip());
            }
            libraries.addAll(listed(done.output()));
        }
        return libraries;
    }

    /** The files in what {@code ldd} printed. */
    static Set<Path> listed(final String output) {
        final Matcher unknown = UNKNOWN.matcher(output);
        if (unknown.find()) {
            throw new LabException("this machine has no library " + unknown.group(1));
        }
        final Set<Path> files = new TreeSet<>();
        final Matcher matcher = LINE.matcher(output);
        while (matcher.find()) {
            files.add(Path.of(matcher.group(1)));
        }
        return files;
    }
}
