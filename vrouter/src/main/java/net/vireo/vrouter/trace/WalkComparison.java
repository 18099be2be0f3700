// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.trace;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds two walks of a packet against each other, the predicted one and the one taken: for each packet of the walk (the
 * one traced, copies, answers) the first step in which they part. What comes behind that step follows from it and is not
 * told.
 */
public final class WalkComparison {
    /** What can be different in a step, and where it is in {@link TraceStep}. */
    public enum Field {
        NODE("node", 0, true),
        EDGE("next node", 2, true),
        REASON("drop reason", 4, true),
        FLAGS("flags", 6, true),
        VIF("vif", 8, false),
        TRANSMIT_VIF("leaves by", 12, false),
        VRF("vrf", 16, false),
        NEXTHOP("next hop", 20, false),
        LABEL("label", 24, false),
        DESTINATION("destination", 28, false),
        PREFIX_LENGTH("prefix length", 32, false),
        LENGTH("length", 36, false),
        LCORE("lcore", 40, false),
        /** One walk has a step where the other has ended. */
        END("end", -1, false);

        private final String label;
        private final int offset;
        private final boolean half;

        Field(final String label, final int offset, final boolean half) {
            this.label = label;
            this.offset = offset;
            this.half = half;
        }

        /** Words for people. */
        public String label() {
            return label;
        }

        private int of(final ByteBuffer steps, final int step) {
            final int at = step * TraceStep.LENGTH_BYTES + offset;
            return half ? steps.getShort(at) & 0xffff : steps.getInt(at);
        }
    }

    /** The number that stands for a step which is not there. */
    public static final int NO_STEP = -1;

    /** In place of an lcore's number: any will do. */
    public static final int ANY_LCORE = -1;

    private static final int PACKET_OFFSET = 44;

    /**
     * Where walks part.
     *
     * @param packet which packet of the walk
     * @param predictedStep position in the predicted walk, or {@link #NO_STEP}
     * @param actualStep position in the walk taken, or {@link #NO_STEP}
     * @param field the first field that is different
     * @param predicted, actual its values; of {@link Field#END} the nodes, {@link #NO_STEP} where there is none
     */
    public record Parting(int packet, int predictedStep, int actualStep, Field field, int predicted, int actual) {}

    private WalkComparison() {}

    /**
     * Where two walks part: nothing when they are the same.
     *
     * @param predicted steps; those of an lcore that is {@link #ANY_LCORE} agree with any
     * @param actual steps
     */
    public static List<Parting> partings(final byte[] predicted, final byte[] actual) {
        final ByteBuffer before = ByteBuffer.wrap(predicted);
        final ByteBuffer after = ByteBuffer.wrap(actual);
        final Map<Integer, List<Integer>> foretold = byPacket(before);
        final Map<Integer, List<Integer>> taken = byPacket(after);
        final Map<Integer, List<Integer>> all = new LinkedHashMap<>(foretold);
        taken.forEach(all::putIfAbsent);
        final List<Parting> partings = new ArrayList<>();
        for (final Integer packet : all.keySet()) {
            final Parting parting = first(
                    packet,
                    before,
                    foretold.getOrDefault(packet, List.of()),
                    after,
                    taken.getOrDefault(packet, List.of()));
            if (parting != null) {
                partings.add(parting);
            }
        }
        return partings;
    }

    /** Positions of the steps of each packet. */
    private static Map<Integer, List<Integer>> byPacket(final ByteBuffer steps) {
        final Map<Integer, List<Integer>> positions = new LinkedHashMap<>();
        for (int step = 0; step < steps.capacity() / TraceStep.LENGTH_BYTES; step++) {
            positions
                    .computeIfAbsent(
                            steps.getInt(step * TraceStep.LENGTH_BYTES + PACKET_OFFSET), packet -> new ArrayList<>())
                    .add(step);
        }
        return positions;
    }

    private static Parting first(
            final int packet,
            final ByteBuffer before,
            final List<Integer> foretold,
            final ByteBuffer after,
            final List<Integer> taken) {
        for (int i = 0; i < Math.max(foretold.size(), taken.size()); i++) {
            if (i >= foretold.size()) {
                return new Parting(
                        packet, NO_STEP, taken.get(i), Field.END, NO_STEP, Field.NODE.of(after, taken.get(i)));
            }
            if (i >= taken.size()) {
                return new Parting(
                        packet, foretold.get(i), NO_STEP, Field.END, Field.NODE.of(before, foretold.get(i)), NO_STEP);
            }
            final Parting parting = compare(packet, before, foretold.get(i), after, taken.get(i));
            if (parting != null) {
                return parting;
            }
        }
        return null;
    }

    private static Parting compare(
            final int packet, final ByteBuffer before, final int foretold, final ByteBuffer after, final int taken) {
        for (final Field field : Field.values()) {
            if (field == Field.END) {
                continue;
            }
            final int predicted = field.of(before, foretold);
            final int actual = field.of(after, taken);
            final boolean any = field == Field.LCORE && predicted == ANY_LCORE;
            if (predicted != actual && !any) {
                return new Parting(packet, foretold, taken, field, predicted, actual);
            }
        }
        return null;
    }
}
