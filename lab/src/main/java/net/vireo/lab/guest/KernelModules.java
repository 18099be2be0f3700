// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.vireo.lab.host.LabException;

/**
 * The modules of an unpacked kernel, and the order in which they can be inserted. A module names those that it needs in
 * its own {@code .modinfo} section as {@code depends=a,b}; the lists that {@code depmod} makes are not in the package.
 */
final class KernelModules {
    private static final String SUFFIX = ".ko";
    private static final String DEPENDS = "\0depends=";

    private final Map<String, Path> files = new TreeMap<>();

    /** @param folder searched with everything under it */
    KernelModules(final Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(file -> file.toString().endsWith(SUFFIX)).forEach(file -> files.put(name(file), file));
        }
    }

    /**
     * These modules and all that they need, each after those that it needs. A name without a module is left out when the
     * kernel has it built in.
     *
     * @param builtIn names of what is part of the kernel itself
     * @throws LabException when a module is neither there nor built in
     */
    List<Path> inOrder(final Collection<String> wanted, final Set<String> builtIn) throws IOException {
        final Set<String> ordered = new LinkedHashSet<>();
        for (final String name : wanted) {
            visit(name, builtIn, ordered, new LinkedHashSet<>());
        }
        return ordered.stream().map(files::get).toList();
    }

    private void visit(final String name, final Set<String> builtIn, final Set<String> ordered, final Set<String> above)
            throws IOException {
        if (ordered.contains(name) || builtIn.contains(name)) {
            return;
        }
        final Path file = files.get(name);
        if (file == null) {
            throw new LabException("this kernel has no module " + name
                    + (above.isEmpty() ? "" : ", which " + String.join(", ", above) + " needs"));
        }
        if (!above.add(name)) {
            throw new LabException("the kernel modules " + String.join(", ", above) + " need each other");
        }
        for (final String need : needs(Files.readAllBytes(file))) {
            visit(need, builtIn, ordered, above);
        }
        above.remove(name);
        ordered.add(name);
    }

    /** What a module's bytes say that it needs. */
    static List<String> needs(final byte[] module) {
        final String text = new String(module, StandardCharsets.ISO_8859_1);
        final int start = text.indexOf(DEPENDS);
        if (start < 0) {
            return List.of();
        }
        final int end = text.indexOf('\0', start + 1);
        final String list = text.substring(start + DEPENDS.length(), end < 0 ? text.length() : end);
        final List<String> needs = new ArrayList<>();
        for (final String name : list.split(",", -1)) {
            if (!name.isEmpty()) {
                needs.add(name);
            }
        }
        return needs;
    }

    /** A module's name: file names may have dashes where names have underscores. */
    static String name(final Path file) {
        final String name = file.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length()).replace('-', '_');
    }
}
