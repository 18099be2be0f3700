// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

/**
 * What a pair of flows knows of its TCP connection. A pure function of numbers: no memory, no time. Any thread.
 *
 * <p>Each direction has its own bits; those that end in {@code _R} say what the other side did. States only ever gain
 * bits: a connection that is {@link #DEAD} gives way to a new one under the same ports by a new flow.
 */
public final class TcpFlowState {
    /** This side sent FIN. */
    public static final int FIN = 0x1;
    /** This side's FIN was acknowledged. */
    public static final int HALF_CLOSE = 0x2;
    /** The other side sent FIN. */
    public static final int FIN_R = 0x4;
    /** This side sent SYN. */
    public static final int SYN = 0x8;
    /** The other side sent SYN. */
    public static final int SYN_R = 0x10;
    /** This side's SYN was acknowledged. */
    public static final int ESTABLISHED = 0x20;
    /** The other side's SYN was acknowledged. */
    public static final int ESTABLISHED_R = 0x40;
    /** This side reset the connection. */
    public static final int RST = 0x80;
    /** The connection is over. */
    public static final int DEAD = 0x8000;

    /** Bits of the TCP header's flags (RFC 9293, section 3.1). */
    public static final int HEADER_FIN = 0x1;

    public static final int HEADER_SYN = 0x2;
    public static final int HEADER_RST = 0x4;
    public static final int HEADER_ACK = 0x10;

    /** What a SYN may carry beside itself (RFC 7413): an acknowledgement this far behind it still acknowledges it. */
    private static final int SYN_DATA_BYTES = 1 << 16;

    private TcpFlowState() {}

    /**
     * Whether a segment can change nothing but the last acknowledgement: nearly all segments, and their reverse flow
     * need not be looked at.
     *
     * @param own state of the segment's direction
     * @param header the segment's flags
     */
    public static boolean isPlain(final int own, final int header) {
        final int waiting = own & (SYN_R | ESTABLISHED_R | FIN_R);
        return (header & (HEADER_SYN | HEADER_FIN | HEADER_RST)) == 0
                && (waiting == 0 || waiting == (SYN_R | ESTABLISHED_R) || waiting == ESTABLISHED_R);
    }

    /**
     * What a segment adds to both directions.
     *
     * @param own state of the segment's direction
     * @param other state of the other direction
     * @param header the segment's flags
     * @param sequence, acknowledgement the segment's numbers
     * @param otherSequence the number of the other side's SYN, or of its FIN once it has sent one
     * @param otherAck the last acknowledgement that the other side sent
     * @param anyReset whether a RST ends the connection whatever its number
     * @return bits for the own state in the low 32 bits, for the other state in the high 32 bits
     */
    public static long gained(
            final int own,
            final int other,
            final int header,
            final int sequence,
            final int acknowledgement,
            final int otherSequence,
            final int otherAck,
            final boolean anyReset) {
        if ((header & HEADER_RST) != 0) {
            return anyReset || isGoodReset(own, other, header, sequence, acknowledgement, otherSequence, otherAck)
                    ? pair(RST | DEAD, DEAD)
                    : 0;
        }
        int gainedOwn = 0;
        int gainedOther = 0;
        if ((header & HEADER_SYN) != 0) {
            gainedOwn |= SYN;
            gainedOther |= SYN_R;
        } else if ((header & HEADER_FIN) != 0) {
            gainedOwn |= FIN;
            gainedOther |= FIN_R;
        }
        if ((header & HEADER_ACK) != 0) {
            if ((other & (SYN | FIN)) == SYN && acknowledgesSyn(acknowledgement, otherSequence)) {
                gainedOther |= ESTABLISHED;
                gainedOwn |= ESTABLISHED_R;
            }
            if ((other & FIN) != 0 && acknowledgement == otherSequence + 1) {
                gainedOther |= HALF_CLOSE;
            }
        }
        final int over = isOver(own | gainedOwn, other | gainedOther) ? DEAD : 0;
        return pair(gainedOwn | over, gainedOther | over);
    }

    /** Whether both sides' FINs were acknowledged. */
    public static boolean isOver(final int own, final int other) {
        return (own & other & HALF_CLOSE) != 0;
    }

    /** Whether a segment begins a new connection where one has ended: it wants a new flow. */
    public static boolean isReuse(final int own, final int header) {
        return (own & DEAD) != 0 && (header & (HEADER_SYN | HEADER_ACK | HEADER_RST)) == HEADER_SYN;
    }

    /** Whether a segment's number is to be kept: it opens or closes its direction. A SYN out of turn does neither. */
    public static boolean countsItself(final int own, final int header) {
        if ((header & HEADER_RST) != 0) {
            return false;
        }
        return (header & HEADER_SYN) != 0 ? (own & (ESTABLISHED | FIN)) == 0 : (header & HEADER_FIN) != 0;
    }

    /** The number that a SYN or FIN is acknowledged by, less one: a FIN comes behind its segment's data. */
    public static int closingSequence(final int header, final int sequence, final int payloadBytes) {
        return (header & HEADER_FIN) != 0 && (header & HEADER_SYN) == 0 ? sequence + payloadBytes : sequence;
    }

    static int own(final long gained) {
        return (int) gained;
    }

    static int other(final long gained) {
        return (int) (gained >>> Integer.SIZE);
    }

    /**
     * RFC 5961, section 3.2: exactly the number that the receiver waits for, which is what it acknowledged last. While it
     * waits for the answer to its SYN, the acknowledgement must be that of the SYN (RFC 9293, section 3.10.7.3).
     */
    private static boolean isGoodReset(
            final int own,
            final int other,
            final int header,
            final int sequence,
            final int acknowledgement,
            final int otherSequence,
            final int otherAck) {
        final boolean otherInSynSent = (other & SYN) != 0 && (own & SYN) == 0;
        if (otherInSynSent) {
            return (header & HEADER_ACK) != 0 && acknowledgement == otherSequence + 1;
        }
        // Only what the other side has acknowledged at all is known.
        final boolean otherHasAcked = (own & ESTABLISHED) != 0;
        return otherHasAcked && sequence == otherAck;
    }

    private static boolean acknowledgesSyn(final int acknowledgement, final int synSequence) {
        final int behind = acknowledgement - synSequence - 1;
        return behind >= 0 && behind < SYN_DATA_BYTES;
    }

    private static long pair(final int own, final int other) {
        return (long) other << Integer.SIZE | own & 0xffff_ffffL;
    }
}
