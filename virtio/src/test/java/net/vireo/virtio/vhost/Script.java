// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import java.util.List;

/** Messages as text: hexadecimal, {@code +n} for descriptors, the reply behind {@code >}. */
final class Script {
    private Script() {}

    /**
     * @param messageHex without spaces
     * @param reply the same, or empty
     */
    record Line(String messageHex, int fds, String reply) {
        byte[] message() {
            return Wire.hex(messageHex);
        }
    }

    static List<Line> of(final String text) {
        return text.lines().map(Script::line).toList();
    }

    private static Line line(final String text) {
        final String[] sides = text.replaceAll("\\s", "").split(">", -1);
        final String[] message = sides[0].split("\\+", -1);
        return new Line(
                message[0], message.length == 1 ? 0 : Integer.parseInt(message[1]), sides.length == 1 ? "" : sides[1]);
    }
}
