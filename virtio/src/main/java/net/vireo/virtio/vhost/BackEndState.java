// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import java.util.List;

/**
 * What a back end's session is at, for {@code vif --get}.
 *
 * @param features acknowledged virtio features
 * @param protocolFeatures acknowledged protocol features
 * @param status the device status (virtio 1.2, 2.1); 0 if the front end does not tell it
 * @param regions the memory table, without descriptors
 * @param rings those that the front end has said something about, in order
 * @param requests requests so far
 * @param refusals refused requests so far
 * @param lastRefusal the sentence of the last one, or empty
 */
public record BackEndState(
        long features,
        long protocolFeatures,
        int status,
        List<MemoryRegion> regions,
        List<RingState> rings,
        long requests,
        long refusals,
        String lastRefusal) {

    /**
     * @param size descriptors, 0 if not said yet
     * @param started the front end has started it
     * @param running the device runs it: started, and DRIVER_OK if the front end tells its status
     * @param hasCallFd whether the guest wants to be notified at all
     */
    public record RingState(
            int index, int size, boolean started, boolean running, boolean enabled, boolean hasCallFd) {}
}
