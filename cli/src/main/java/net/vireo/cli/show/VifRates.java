// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.text.JsonText;
import net.vireo.cli.text.Pad;
import net.vireo.cli.watch.Sampler;
import net.vireo.sandesh.Field;
import net.vireo.sandesh.VrInterface;

/** What vifs did between two samples, per second. Errors are those of device, port, queue and vif together. */
final class VifRates {
    private static final int WIDTH = 30;
    private static final int NUMBER_WIDTH = 12;

    private record Rates(long rxErrors, long rxPackets, long txErrors, long txPackets) {}

    private VifRates() {}

    /** The table of {@code vif --list --rate}. */
    static CharSequence text(
            final Map<Integer, VrInterface> before,
            final Map<Integer, VrInterface> after,
            final double seconds,
            final NodeNames names) {
        final StringBuilder out = new StringBuilder();
        out.append(Pad.right("Interface name", WIDTH)).append(Pad.right("VIF ID", WIDTH / 2));
        out.append(Pad.left("RX", 2 * NUMBER_WIDTH))
                .append(Pad.left("TX", 2 * NUMBER_WIDTH))
                .append('\n');
        out.append(" ".repeat(WIDTH + WIDTH / 2));
        for (int direction = 0; direction < 2; direction++) {
            out.append(Pad.left("Errors", NUMBER_WIDTH)).append(Pad.left("Packets", NUMBER_WIDTH));
        }
        out.append("\n\n");
        after.forEach((index, vif) -> {
            final Rates rates = rates(before.get(index), vif, seconds);
            final String name = VifType.type(vif.value(VrInterface.TYPE)) + ": " + vif.value(VrInterface.NAME);
            out.append(Pad.right(name, WIDTH)).append(Pad.right("vif0/" + index, WIDTH / 2));
            out.append(Pad.left(rates.rxErrors, NUMBER_WIDTH)).append(Pad.left(rates.rxPackets, NUMBER_WIDTH));
            out.append(Pad.left(rates.txErrors, NUMBER_WIDTH)).append(Pad.left(rates.txPackets, NUMBER_WIDTH));
            out.append(Brackets.of(names.vif(index))).append('\n');
        });
        return out.append('\n');
    }

    /** One line of JSON. */
    static String json(
            final Map<Integer, VrInterface> before,
            final Map<Integer, VrInterface> after,
            final double seconds,
            final NodeNames names) {
        final List<Object> trees = new ArrayList<>();
        after.forEach((index, vif) -> {
            final Rates rates = rates(before.get(index), vif, seconds);
            final Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("vif", index);
            tree.put("device", vif.value(VrInterface.NAME));
            tree.put("name", VifJson.emptyToNull(names.vif(index)));
            tree.put("rxPacketsPerSecond", rates.rxPackets);
            tree.put("rxErrorsPerSecond", rates.rxErrors);
            tree.put("txPacketsPerSecond", rates.txPackets);
            tree.put("txErrorsPerSecond", rates.txErrors);
            trees.add(tree);
        });
        final Map<String, Object> document = new LinkedHashMap<>();
        document.put("seconds", seconds);
        document.put("vifs", trees);
        return JsonText.line(document);
    }

    /** A vif that was not there before starts from zero. */
    private static Rates rates(final VrInterface before, final VrInterface after, final double seconds) {
        final VrInterface from = before == null ? new VrInterface() : before;
        return new Rates(
                Sampler.perSecond(rxErrors(from), rxErrors(after), seconds),
                Sampler.perSecond(from.value(VrInterface.IPACKETS), after.value(VrInterface.IPACKETS), seconds),
                Sampler.perSecond(txErrors(from), txErrors(after), seconds),
                Sampler.perSecond(from.value(VrInterface.OPACKETS), after.value(VrInterface.OPACKETS), seconds));
    }

    private static long rxErrors(final VrInterface vif) {
        return sum(
                vif,
                List.of(
                        VrInterface.DEV_IERRORS,
                        VrInterface.PORT_IERRORS,
                        VrInterface.QUEUE_IERRORS,
                        VrInterface.IERRORS));
    }

    private static long txErrors(final VrInterface vif) {
        return sum(
                vif,
                List.of(
                        VrInterface.DEV_OERRORS,
                        VrInterface.PORT_OERRORS,
                        VrInterface.QUEUE_OERRORS,
                        VrInterface.OERRORS));
    }

    private static long sum(final VrInterface vif, final List<Field.OfLong<VrInterface>> fields) {
        return fields.stream().mapToLong(vif::value).sum();
    }
}
