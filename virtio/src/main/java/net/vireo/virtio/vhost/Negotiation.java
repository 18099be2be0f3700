// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import net.vireo.virtio.Features;

/** What the two ends agreed on: virtio features, protocol features and the device status (virtio 1.2, 2.1). */
final class Negotiation {
    private static final int FEATURES_OK = 8;
    private static final int DRIVER_OK = 4;
    private static final int STATUS_MASK = 0xff;

    private final BackEndConfig config;

    private boolean known;
    private boolean failed;
    private long features;
    private long protocolFeatures;
    private int status;

    Negotiation(final BackEndConfig config) {
        this.config = config;
    }

    long features() {
        return features;
    }

    long protocolFeatures() {
        return protocolFeatures;
    }

    int status() {
        return status;
    }

    boolean packed() {
        return Features.has(features, Features.RING_PACKED);
    }

    /** Whether the front end speaks of protocol features, and so of enabling rings. */
    boolean knowsEnable() {
        return Features.has(features, Features.PROTOCOL_FEATURES);
    }

    boolean acknowledges() {
        return (protocolFeatures & ProtocolFeatures.REPLY_ACK) != 0;
    }

    /** Who does not tell the status is ready from the start. */
    boolean driverReady() {
        return (protocolFeatures & ProtocolFeatures.STATUS) == 0 || (status & DRIVER_OK) != 0;
    }

    void checkAllowed(final FrontEndRequest request) throws RefusedException {
        final long missing = request.neededProtocolFeatures() & ~protocolFeatures;
        if (missing != 0) {
            throw new RefusedException(
                    Refusal.NOT_NEGOTIATED,
                    "%s needs protocol feature bit %d, which is not negotiated"
                            .formatted(request, Long.numberOfTrailingZeros(missing)));
        }
    }

    /** SET_FEATURES. What it refuses shows later: FEATURES_OK will not stick. */
    void features(final long wanted, final boolean anyRingStarted, final VhostDevice device) throws RefusedException {
        failed = true;
        final long excess = wanted & ~config.features();
        if (excess != 0) {
            throw new RefusedException(Refusal.FEATURES, "features %#x were not offered".formatted(excess));
        }
        if (known && wanted == features) {
            failed = false;
            return;
        }
        if (anyRingStarted) {
            throw new RefusedException(
                    Refusal.FEATURES,
                    "rings have started with features %#x: they cannot become %#x".formatted(features, wanted));
        }
        device.features(wanted);
        features = wanted;
        known = true;
        failed = false;
    }

    void protocolFeatures(final long wanted, final boolean anyRingStarted) throws RefusedException {
        final long excess = wanted & ~config.protocolFeatures();
        if (excess != 0) {
            throw new RefusedException(Refusal.FEATURES, "protocol features %#x were not offered".formatted(excess));
        }
        if (anyRingStarted && wanted != protocolFeatures) {
            throw new RefusedException(
                    Refusal.FEATURES,
                    "rings have started with protocol features %#x: they cannot become %#x"
                            .formatted(protocolFeatures, wanted));
        }
        protocolFeatures = wanted;
    }

    /** SET_STATUS. */
    void status(final long wanted) throws RefusedException {
        if ((wanted & ~STATUS_MASK) != 0) {
            throw new RefusedException(Refusal.VALUE, "a device status has 8 bits, not %#x".formatted(wanted));
        }
        status = (int) wanted & (failed ? ~FEATURES_OK : STATUS_MASK);
    }

    /** Says once more what was agreed. */
    void record(final SessionRecord.Builder record) {
        record.say(FrontEndRequest.SET_FEATURES, features);
        if (knowsEnable()) {
            record.say(FrontEndRequest.SET_PROTOCOL_FEATURES, protocolFeatures);
        }
        if ((protocolFeatures & ProtocolFeatures.STATUS) != 0 && status != 0) {
            record.say(FrontEndRequest.SET_STATUS, status);
        }
    }

    /** RESET_DEVICE: as at the beginning, but the two ends still speak in the same way. */
    void reset() {
        known = false;
        failed = false;
        features = 0;
        status = 0;
    }
}
