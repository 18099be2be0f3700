// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import net.vireo.virtio.Features;

/** What a front end says, and in which order (sheet vhost-user 6, DPDK's virtio-user). */
final class FrontEndHandshake {
    private static final long WANTED_PROTOCOL_FEATURES =
            ProtocolFeatures.MQ | ProtocolFeatures.REPLY_ACK | ProtocolFeatures.STATUS;

    /** Device status (virtio 1.2, 2.1). */
    private static final int ACKNOWLEDGE = 1;

    private static final int DRIVER = 2;
    private static final int DRIVER_OK = 4;
    private static final int FEATURES_OK = 8;

    private final FrontEndConfig config;
    private final FrontEndExchanges exchanges;

    private long features;
    private long protocolFeatures;

    /** Hears where a ring stopped. */
    @FunctionalInterface
    interface Stopped {
        void at(int ring, RingBase base);
    }

    FrontEndHandshake(final FrontEndConfig config, final FrontEndExchanges exchanges) {
        this.config = config;
        this.exchanges = exchanges;
    }

    long features() {
        return features;
    }

    long protocolFeatures() {
        return protocolFeatures;
    }

    void begin() {
        exchanges.tell(FrontEndRequest.SET_OWNER, payload(0).flip());
        exchanges.ask(FrontEndRequest.GET_FEATURES, payload(0).flip(), answer -> features(answer.getLong()));
    }

    void start(final List<SharedRegion> memory, final List<DriverRing> rings) {
        // The calls first: an old back end makes a ring when it hears of it for the first time.
        for (int i = 0; i < rings.size(); i++) {
            notifier(FrontEndRequest.SET_VRING_CALL, i, rings.get(i).callFd());
        }
        tell(FrontEndRequest.SET_FEATURES, features);
        status(ACKNOWLEDGE | DRIVER | FEATURES_OK);
        if (tellsStatus()) {
            exchanges.ask(FrontEndRequest.GET_STATUS, payload(0).flip(), answer -> checkFeaturesOk(answer.getLong()));
        }
        memory(memory);
        for (int i = 0; i < rings.size(); i++) {
            ring(i, rings.get(i));
        }
        for (int i = 0; i < rings.size(); i++) {
            enable(i, true);
        }
        status(ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK);
    }

    /** Back ends that know nothing of protocol features have all rings enabled always. */
    void enable(final int ring, final boolean enabled) {
        if (Features.has(features, Features.PROTOCOL_FEATURES)) {
            tell(FrontEndRequest.SET_VRING_ENABLE, new VringState(ring, enabled ? 1 : 0));
        }
    }

    void stop(final int rings, final Stopped stopped) {
        final boolean packed = Features.has(features, Features.RING_PACKED);
        for (int i = 0; i < rings; i++) {
            enable(i, false);
        }
        for (int i = 0; i < rings; i++) {
            final int ring = i;
            exchanges.ask(FrontEndRequest.GET_VRING_BASE, payload(new VringState(ring, 0)), answer -> {
                final VringState state = VringState.read(answer);
                if (state.index() != ring) {
                    throw new RefusedException(
                            Refusal.RING, "the back end stopped ring %d in place of %d".formatted(state.index(), ring));
                }
                stopped.at(ring, RingBase.ofWire(state.number(), packed));
            });
        }
        status(0);
    }

    private void features(final long offered) throws RefusedException {
        final long missing = config.requiredFeatures() & ~offered;
        if (missing != 0) {
            throw new RefusedException(
                    Refusal.FEATURES, "the back end does not offer the features %#x".formatted(missing));
        }
        features = config.features() & offered;
        if (Features.has(features, Features.PROTOCOL_FEATURES)) {
            exchanges.ask(
                    FrontEndRequest.GET_PROTOCOL_FEATURES,
                    payload(0).flip(),
                    answer -> protocolFeatures(answer.getLong()));
        } else {
            checkPairs(1);
        }
    }

    private void protocolFeatures(final long offered) throws RefusedException {
        protocolFeatures = offered & WANTED_PROTOCOL_FEATURES;
        tell(FrontEndRequest.SET_PROTOCOL_FEATURES, protocolFeatures);
        if ((protocolFeatures & ProtocolFeatures.MQ) != 0 && config.queuePairs() > 1) {
            exchanges.ask(FrontEndRequest.GET_QUEUE_NUM, payload(0).flip(), answer -> checkPairs(answer.getLong()));
        } else {
            checkPairs(1);
        }
    }

    private void checkPairs(final long offered) throws RefusedException {
        final boolean several = Features.has(features, Features.MQ);
        if (config.queuePairs() > 1 && (!several || Long.compareUnsigned(offered, config.queuePairs()) < 0)) {
            throw new RefusedException(
                    Refusal.FEATURES,
                    "the back end offers %s queue pairs, %d are wanted"
                            .formatted(several ? Long.toUnsignedString(offered) : "1", config.queuePairs()));
        }
    }

    private static void checkFeaturesOk(final long status) throws RefusedException {
        if ((status & FEATURES_OK) == 0) {
            throw new RefusedException(Refusal.FEATURES, "the back end does not take these features together");
        }
    }

    private boolean tellsStatus() {
        return (protocolFeatures & ProtocolFeatures.STATUS) != 0;
    }

    private void status(final int status) {
        if (tellsStatus()) {
            tell(FrontEndRequest.SET_STATUS, status);
        }
    }

    private void memory(final List<SharedRegion> memory) {
        final ByteBuffer table = payload(8 + memory.size() * MemoryRegion.SIZE);
        table.putInt(memory.size()).putInt(0);
        for (final SharedRegion shared : memory) {
            shared.region().write(table);
        }
        final int[] fds = memory.stream().mapToInt(SharedRegion::fd).toArray();
        exchanges.tell(FrontEndRequest.SET_MEM_TABLE, table.flip(), fds);
    }

    private void ring(final int index, final DriverRing ring) {
        final boolean packed = Features.has(features, Features.RING_PACKED);
        tell(FrontEndRequest.SET_VRING_NUM, new VringState(index, ring.size()));
        tell(FrontEndRequest.SET_VRING_BASE, new VringState(index, ring.base().toWire(packed)));
        final ByteBuffer address = payload(VringAddress.SIZE);
        new VringAddress(index, 0, ring.descriptorAddress(), ring.driverAddress(), ring.deviceAddress(), 0)
                .write(address);
        exchanges.tell(FrontEndRequest.SET_VRING_ADDR, address.flip());
        notifier(FrontEndRequest.SET_VRING_KICK, index, ring.kickFd());
    }

    private void notifier(final FrontEndRequest request, final int ring, final int fd) {
        final ByteBuffer payload =
                payload(Long.BYTES).putLong(VringFd.of(ring, fd >= 0).raw()).flip();
        if (fd >= 0) {
            exchanges.tell(request, payload, fd);
        } else {
            exchanges.tell(request, payload);
        }
    }

    private void tell(final FrontEndRequest request, final long value) {
        exchanges.tell(request, payload(Long.BYTES).putLong(value).flip());
    }

    private void tell(final FrontEndRequest request, final VringState state) {
        exchanges.tell(request, payload(state));
    }

    private static ByteBuffer payload(final VringState state) {
        final ByteBuffer payload = payload(VringState.SIZE);
        state.write(payload);
        return payload.flip();
    }

    private static ByteBuffer payload(final int lengthBytes) {
        return ByteBuffer.allocate(lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
