// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Objects of every kind with random values in every field. */
final class RandomObjects {
    static final List<Supplier<SandeshObject<?>>> KINDS = List.of(
            VrResponse::new,
            VrInterface::new,
            VrNexthop::new,
            VrRoute::new,
            VrMpls::new,
            VrVrf::new,
            VrDropStats::new,
            VrouterOps::new,
            VrVxlan::new,
            VrMirror::new,
            VrFlow::new,
            VrFlowResponse::new,
            VrFlowTableData::new,
            VrBridgeTableData::new,
            VrVrfAssign::new,
            VrVrfStats::new,
            VrInfo::new,
            VrPktDropLog::new,
            VrQosMap::new,
            VrFcMap::new,
            VrHugepageConfig::new,
            VrMemStats::new,
            VireoTrace::new,
            VireoPredict::new,
            VireoProbe::new,
            VireoLedger::new,
            VireoNode::new,
            VireoRss::new,
            VireoQueue::new,
            VireoRing::new);

    private final Random random;

    RandomObjects(final Random random) {
        this.random = random;
    }

    SandeshObject<?> next() {
        return filled(KINDS.get(random.nextInt(KINDS.size())).get());
    }

    <O extends SandeshObject<O>> SandeshObject<O> filled(final SandeshObject<O> object) {
        for (final Field<O> field : object.fields()) {
            fill(object, field);
        }
        return object;
    }

    private <O extends SandeshObject<O>> void fill(final SandeshObject<O> object, final Field<O> field) {
        switch (field) {
            case Field.OfInt<O> number -> object.put(number, narrow(field.type()));
            case Field.OfLong<O> number -> object.put(number, random.nextLong());
            case Field.OfString<O> text -> object.put(text, text());
            case Field.OfBytes<O> list -> {
                final byte[] bytes = new byte[random.nextInt(20)];
                random.nextBytes(bytes);
                object.put(list, bytes);
            }
            case Field.OfInts<O> list ->
                object.put(
                        list,
                        random.ints(random.nextInt(5))
                                .map(_ -> narrow(field.elementType()))
                                .toArray());
            case Field.OfLongs<O> list ->
                object.put(list, random.longs(random.nextInt(5)).toArray());
        }
    }

    /** Any number of the width, signed and unsigned, with the borders more often than chance has them. */
    private int narrow(final int type) {
        final int bits = Byte.SIZE * SandeshType.sizeBytes(type);
        if (bits == Integer.SIZE) {
            return random.nextInt();
        }
        final int lowest = -(1 << bits - 1);
        final int highest = (1 << bits) - 1;
        return switch (random.nextInt(8)) {
            case 0 -> lowest;
            case 1 -> highest;
            default -> random.nextInt(lowest, highest + 1);
        };
    }

    private String text() {
        final StringBuilder text = new StringBuilder();
        final String letters = "abc-_.0189 /äπ…𝄞";
        for (int i = random.nextInt(16); i > 0; i--) {
            final int at = letters.offsetByCodePoints(0, random.nextInt(letters.codePointCount(0, letters.length())));
            text.appendCodePoint(letters.codePointAt(at));
        }
        return text.toString();
    }
}
