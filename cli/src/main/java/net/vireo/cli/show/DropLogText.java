// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.text.PacketLine;
import net.vireo.vrouter.counter.LoggedDrop;

/** Dropped packets, one line each, and as data. */
public final class DropLogText {
    private static final int HEX_BYTES = 16;
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.HOUR_OF_DAY, 2)
            .appendLiteral(':')
            .appendValue(ChronoField.MINUTE_OF_HOUR, 2)
            .appendLiteral(':')
            .appendValue(ChronoField.SECOND_OF_MINUTE, 2)
            .appendFraction(ChronoField.NANO_OF_SECOND, 6, 6, true)
            .toFormatter(Locale.ROOT);

    private DropLogText() {}

    /** @param hex whether the first bytes follow, 16 a line */
    static void append(final StringBuilder out, final LoggedDrop drop, final NodeNames names, final boolean hex) {
        out.append(TIME.format(LocalTime.ofInstant(instant(drop), ZoneId.systemDefault())))
                .append(" lcore ")
                .append(drop.lcoreNumber())
                .append(" vif0/")
                .append(drop.vif())
                .append(brackets(names.vif(drop.vif())))
                .append(": ")
                .append(reason(drop))
                .append(": ")
                .append(packet(drop))
                .append(", ")
                .append(drop.lengthBytes())
                .append(" bytes");
        if (drop.nexthopId() >= 0) {
            out.append(", nh ").append(drop.nexthopId()).append(brackets(names.nexthop(drop.nexthopId())));
        }
        out.append('\n');
        for (int at = 0; hex && at < drop.head().length; at += HEX_BYTES) {
            final int to = Math.min(drop.head().length, at + HEX_BYTES);
            out.append("    ")
                    .append(HexFormat.of().toHexDigits((short) at))
                    .append("  ")
                    .append(HEX.formatHex(drop.head(), at, to))
                    .append('\n');
        }
    }

    /** One as data. */
    public static Map<String, Object> tree(final LoggedDrop drop, final NodeNames names) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("time", instant(drop).toString());
        tree.put("number", drop.number());
        tree.put("lcore", drop.lcoreNumber());
        tree.put("vif", drop.vif());
        tree.put("vifName", VifJson.emptyToNull(names.vif(drop.vif())));
        tree.put("reason", drop.reason() == null ? null : drop.reason().name());
        tree.put("nexthop", drop.nexthopId() < 0 ? null : (Integer) drop.nexthopId());
        tree.put("lengthBytes", drop.lengthBytes());
        tree.put("packet", packet(drop));
        tree.put("head", HexFormat.of().formatHex(drop.head()));
        return tree;
    }

    private static Instant instant(final LoggedDrop drop) {
        return Instant.ofEpochSecond(0, drop.epochNs());
    }

    private static String reason(final LoggedDrop drop) {
        return drop.reason() == null ? "unknown reason" : drop.reason().label();
    }

    private static String packet(final LoggedDrop drop) {
        return drop.head().length == 0 ? "not kept" : PacketLine.describe(drop.head());
    }

    private static String brackets(final String name) {
        return name.isEmpty() ? "" : " [" + name + "]";
    }
}
