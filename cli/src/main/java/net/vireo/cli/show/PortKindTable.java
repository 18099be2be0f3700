// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.text.Pad;
import net.vireo.port.kind.PortFeature;
import net.vireo.port.kind.PortKind;

/** The kinds of ports and what each can do, as text and as data (deck p105, p117, p146). */
public final class PortKindTable {
    private static final int KIND_WIDTH = 15;
    private static final int COPIES_WIDTH = 6;
    private static final int FEATURE_WIDTH = 14;
    private static final int MARK_WIDTH = KIND_WIDTH;
    private static final List<PortKind> OFFERED =
            Arrays.stream(PortKind.values()).filter(PortKindTable::isOffered).toList();

    private PortKindTable() {}

    /** Memory and captures are for tests and tools. */
    private static boolean isOffered(final PortKind kind) {
        return kind != PortKind.MEMORY && kind != PortKind.PCAP;
    }

    /** Two tables: what each kind is, and what each can. */
    public static String text() {
        final StringBuilder text = new StringBuilder("kind           copies  across\n");
        for (final PortKind kind : OFFERED) {
            text.append(Pad.right(kind.text(), KIND_WIDTH))
                    .append(Pad.left(kind.copies(), COPIES_WIDTH))
                    .append("  ")
                    .append(kind.crossing().text())
                    .append("; for ")
                    .append(kind.use())
                    .append('\n');
        }
        text.append('\n').append(" ".repeat(FEATURE_WIDTH + 2));
        OFFERED.forEach(kind -> text.append(Pad.right(kind.text(), MARK_WIDTH)));
        strip(text).append('\n');
        for (final PortFeature feature : PortFeature.values()) {
            text.append(Pad.right(feature.text(), FEATURE_WIDTH + 2));
            OFFERED.forEach(kind -> text.append(Pad.right(kind.can(feature) ? "yes" : "-", MARK_WIDTH)));
            strip(text).append('\n');
        }
        text.append('\n');
        for (final PortFeature feature : PortFeature.values()) {
            text.append(Pad.right(feature.text(), FEATURE_WIDTH + 2))
                    .append(feature.sentence())
                    .append('\n');
        }
        return text.append("Copies are each way. 'vireo apply' refuses what a kind cannot do, with the reason.\n")
                .toString();
    }

    private static StringBuilder strip(final StringBuilder text) {
        int length = text.length();
        while (length > 0 && text.charAt(length - 1) == ' ') {
            length--;
        }
        text.setLength(length);
        return text;
    }

    /** The same as a list of kinds; what a kind cannot do stands under {@code cannot} with the reason. */
    public static List<Object> trees() {
        return OFFERED.stream().map(kind -> (Object) tree(kind)).toList();
    }

    private static Map<String, Object> tree(final PortKind kind) {
        final Map<String, Object> tree = new LinkedHashMap<>(AttachmentText.tree(kind.text()));
        tree.put("use", kind.use());
        tree.put("bypassesDataPlane", kind.isBypassed());
        tree.put(
                "can",
                Arrays.stream(PortFeature.values())
                        .filter(kind::can)
                        .map(PortFeature::text)
                        .toList());
        final Map<String, Object> cannot = new LinkedHashMap<>();
        for (final PortFeature feature : PortFeature.values()) {
            if (!kind.can(feature)) {
                cannot.put(feature.text(), kind.whyNot(feature));
            }
        }
        tree.put("cannot", cannot);
        return tree;
    }
}
