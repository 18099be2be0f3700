// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import net.vireo.lab.host.LabException;

/**
 * An unpacked kernel package.
 *
 * @param kernel the bootable file
 * @param modules the folder with the modules of this version
 */
record KernelTree(Path kernel, Path modules) {
    /** @throws LabException when this is not a kernel package's tree */
    static KernelTree in(final Path folder) throws IOException {
        return new KernelTree(only(folder.resolve("boot"), "vmlinuz-*"), only(folder.resolve("lib/modules"), "*"));
    }

    /** Files of modules in the order in which they are inserted. */
    List<Path> modulesInOrder(final List<String> wanted) throws IOException {
        return new KernelModules(modules).inOrder(wanted, builtIn());
    }

    private Set<String> builtIn() throws IOException {
        final Set<String> names = new HashSet<>();
        for (final String line : Files.readAllLines(modules.resolve("modules.builtin"), StandardCharsets.UTF_8)) {
            names.add(KernelModules.name(Path.of(line)));
        }
        return names;
    }

    private static Path only(final Path folder, final String pattern) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
            final Iterator<Path> files = found.iterator();
            if (files.hasNext()) {
                return files.next();
            }
        }
        throw new LabException("there is no " + pattern + " in " + folder);
    }
}
