// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/** How a TCP segment reads in one line; for tools, never on the data path. */
final class TcpText {
    /** tcpdump's letters, from FIN up; ACK is its dot. */
    private static final String FLAG_LETTERS = "FSRP.UEW";

    private TcpText() {}

    static void describeBody(final StringBuilder out, final long p, final int lengthBytes) {
        final int headerBytes = Tcp.headerBytes(p);
        final int payloadBytes = lengthBytes - headerBytes;
        final int flags = Tcp.flags(p);
        out.append("Flags [").append(flagText(flags)).append(']');
        final long sequence = Tcp.sequence(p) & 0xffff_ffffL;
        if (payloadBytes > 0 || (flags & (Tcp.SYN | Tcp.FIN | Tcp.RST)) != 0) {
            out.append(", seq ").append(sequence);
        }
        if (payloadBytes > 0) {
            out.append(':').append(sequence + payloadBytes & 0xffff_ffffL);
        }
        if ((flags & Tcp.ACK) != 0) {
            out.append(", ack ").append(Integer.toUnsignedString(Tcp.acknowledgment(p)));
        }
        out.append(", win ").append(Tcp.window(p));
        if (headerBytes > Tcp.MIN_HEADER_BYTES) {
            out.append(", options [");
            describeOptions(out, p + Tcp.MIN_HEADER_BYTES, headerBytes - Tcp.MIN_HEADER_BYTES);
            out.append(']');
        }
        out.append(", length ").append(payloadBytes);
    }

    private static String flagText(final int flags) {
        final StringBuilder out = new StringBuilder(8);
        for (int bit = 0; bit < FLAG_LETTERS.length(); bit++) {
            if ((flags >>> bit & 1) != 0) {
                out.append(FLAG_LETTERS.charAt(bit));
            }
        }
        return out.isEmpty() ? "none" : out.toString();
    }

    private static void describeOptions(final StringBuilder out, final long p, final int lengthBytes) {
        int at = 0;
        while (at < lengthBytes) {
            final int optionBytes = Options.optionBytes(p + at, lengthBytes - at);
            out.append(at == 0 ? "" : ",").append(optionText(p + at, optionBytes));
            if (optionBytes <= 0) {
                return;
            }
            at += optionBytes;
        }
    }

    private static String optionText(final long p, final int optionBytes) {
        if (optionBytes < 0) {
            return "bad length";
        }
        final int kind = Memory.getByte(p) & 0xff;
        return switch (kind) {
            case Options.END -> "eol";
            case Options.NOP -> "nop";
            case Tcp.MSS_OPTION -> optionBytes == Tcp.MSS_OPTION_BYTES ? "mss " + Tcp.mss(p, 0) : "mss of bad length";
            case 3 -> optionBytes == 3 ? "wscale " + (Memory.getByte(p + 2) & 0xff) : "wscale of bad length";
            case 4 -> "sackOK";
            case 5 -> "sack";
            case 8 -> "TS";
            default -> "unknown-" + kind;
        };
    }
}
