// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.vireo.linux.CpuSet;
import net.vireo.vrouter.lcore.Lcore;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What {@code --lcores} says: how many forward, or as DPDK writes it, which lcore is on which CPU:
 * {@code (0-2)@0,(8-9)@0,10@2,11@4}.
 *
 * @param count forwarding lcores
 * @param cpus one for each forwarding lcore, by number; empty for a mere count
 * @param service CPUs of the lcores below 10
 */
record LcoreMap(int count, List<Integer> cpus, CpuSet service) {
    /** From an option's value. */
    static final class Converter implements ITypeConverter<LcoreMap> {
        @Override
        public LcoreMap convert(final String text) {
            try {
                return text.contains("@") ? map(text) : new LcoreMap(Integer.parseInt(text), List.of(), CpuSet.EMPTY);
            } catch (final IllegalArgumentException wrong) {
                throw new TypeConversionException(
                        "'" + text + "': a number of lcores, or where each is, as (0-2)@0,10@2,11@4"
                                + (wrong instanceof NumberFormatException ? "" : ": " + wrong.getMessage()));
            }
        }
    }

    private static LcoreMap map(final String text) {
        final NavigableMap<Integer, Integer> forwarding = new TreeMap<>();
        CpuSet service = CpuSet.EMPTY;
        for (final String part : parts(text)) {
            final int at = part.indexOf('@');
            if (at < 0) {
                throw new IllegalArgumentException("'" + part + "' names no CPU");
            }
            final CpuSet lcores = CpuSet.parse(plain(part.substring(0, at)));
            final CpuSet cpus = CpuSet.parse(plain(part.substring(at + 1)));
            for (final int lcore : lcores.stream().toArray()) {
                if (lcore < Lcore.FIRST_NUMBER) {
                    service = service.union(cpus);
                } else if (cpus.count() != 1) {
                    throw new IllegalArgumentException("lcore " + lcore + " forwards: it needs one CPU, not " + cpus);
                } else if (forwarding.put(lcore, cpus.lowest()) != null) {
                    throw new IllegalArgumentException("lcore " + lcore + " is there twice");
                }
            }
        }
        if (forwarding.isEmpty() || forwarding.lastKey() != Lcore.FIRST_NUMBER + forwarding.size() - 1) {
            throw new IllegalArgumentException("lcores that forward are numbered " + Lcore.FIRST_NUMBER + " on");
        }
        return new LcoreMap(forwarding.size(), List.copyOf(forwarding.values()), service);
    }

    /** At the commas that are not in brackets. */
    private static List<String> parts(final String text) {
        final List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static String plain(final String text) {
        return text.startsWith("(") && text.endsWith(")") ? text.substring(1, text.length() - 1) : text;
    }
}
