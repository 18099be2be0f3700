// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Finds programs by their names, as a shell does. */
public final class SearchPath {
    private SearchPath() {}

    /**
     * @param path folders, separated by colons
     * @return the first executable file of that name
     */
    public static Optional<Path> find(final String command, final String path) {
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, command))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
