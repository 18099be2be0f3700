// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

/**
 * Follows TCP connections in the flows' states. The lcores; the two directions of a connection may be on two of them at
 * once: bits are added with compare-and-set, numbers are written before the bits that tell of them, and the end of a
 * connection is looked for again after adding, so that one of two lcores that meet sees it.
 */
public final class FlowTcp {
    private final FlowTable table;
    private final FlowSlots slots;

    public FlowTcp(final FlowTable table) {
        this.table = table;
        this.slots = table.slots();
    }

    /**
     * A segment of a flow passes.
     *
     * @param index its flow, found in this burst
     * @param header flags of its TCP header
     * @param sequence, acknowledgement as numbers
     * @param payloadBytes how much data it carries
     * @param anyReset whether a RST ends the connection whatever its number
     */
    public void segment(
            final int index,
            final int header,
            final int sequence,
            final int acknowledgement,
            final int payloadBytes,
            final boolean anyReset) {
        if ((header & (TcpFlowState.HEADER_ACK | TcpFlowState.HEADER_RST)) == TcpFlowState.HEADER_ACK
                && slots.integer(index, FlowSlots.TCP_ACK) != acknowledgement) {
            slots.putInteger(index, FlowSlots.TCP_ACK, acknowledgement);
        }
        final long state = slots.state(index);
        if (!TcpFlowState.isPlain(FlowState.tcp(state), header)) {
            change(index, state, header, sequence, acknowledgement, payloadBytes, anyReset);
        }
    }

    private void change(
            final int index,
            final long state,
            final int header,
            final int sequence,
            final int acknowledgement,
            final int payloadBytes,
            final boolean anyReset) {
        final int linked =
                (FlowState.flags(state) & FlowState.RFLOW_VALID) == 0 ? FlowTable.NONE : slots.reverse(index);
        final int reverse = linked >= 0 && linked < table.layout().slots() ? linked : FlowTable.NONE;
        final boolean alone = reverse == FlowTable.NONE;
        if (alone && !anyReset && (header & TcpFlowState.HEADER_RST) != 0) {
            return; // what the other side waits for is not known
        }
        final int other = alone ? 0 : FlowState.tcp(slots.state(reverse));
        if (TcpFlowState.countsItself(FlowState.tcp(state), header)) {
            slots.putInteger(
                    index, FlowSlots.TCP_SEQUENCE, TcpFlowState.closingSequence(header, sequence, payloadBytes));
        }
        final long gained = TcpFlowState.gained(
                FlowState.tcp(state),
                other,
                header,
                sequence,
                acknowledgement,
                alone ? 0 : slots.integer(reverse, FlowSlots.TCP_SEQUENCE),
                alone ? 0 : slots.integer(reverse, FlowSlots.TCP_ACK),
                anyReset);
        if (gained != 0) {
            final int own = FlowState.tcp(slots.addTcp(index, TcpFlowState.own(gained)));
            if (!alone) {
                add(index, reverse, own, TcpFlowState.other(gained));
            }
        }
    }

    private void add(final int index, final int reverse, final int own, final int gained) {
        final int other = FlowState.tcp(slots.addTcp(reverse, gained));
        if (TcpFlowState.isOver(own, other) && (own & other & TcpFlowState.DEAD) == 0) {
            slots.addTcp(index, TcpFlowState.DEAD);
            slots.addTcp(reverse, TcpFlowState.DEAD);
        }
    }
}
