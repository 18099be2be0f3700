// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import net.vireo.lab.host.LabException;
import net.vireo.lab.topology.Encap;
import net.vireo.lab.traffic.Frames;

/**
 * Frames one way through a {@link FabricSwitch}, as many as their sender can. On the link every switch has frames of the
 * same length: what one puts around a guest's frame, another has to carry in it.
 */
final class FabricLoad implements PeersLoad {
    private static final long NEAR_MAC = 0x5254_00aa_0001L;
    private static final long FAR_MAC = 0x5254_00aa_0002L;
    private static final long GUEST_MAC = 0x0200_0000_000aL;
    private static final long FAR_GUEST_MAC = 0x0200_0000_000bL;
    private static final int NODE = 0xc000_0201;
    private static final int FAR_NODE = 0xc000_0202;
    private static final int ETHERNET_BYTES = 14;
    private static final String FILLING = "x";
    /** A sampler has millions. */
    private static final double THOUSAND = 1000;

    private final FabricDirection direction;
    private final int linkBytes;
    private final int cpu;
    private final Sampler sampler;

    /** @param linkBytes length of each frame on the link, without its check sequence */
    FabricLoad(final FabricDirection direction, final int linkBytes, final int cpu, final Sampler sampler) {
        this.direction = direction;
        this.linkBytes = linkBytes;
        this.cpu = cpu;
        this.sampler = sampler;
    }

    @Override
    public String label() {
        return direction.word() + " " + linkBytes + " B";
    }

    @Override
    public Samples run(final PeerSwitch peer, final int warmUpMs, final int seconds) throws InterruptedException {
        if (!(peer instanceof final FabricSwitch fabric)) {
            throw new IllegalArgumentException(peer.title() + " has no link");
        }
        try (FabricTraffic traffic = FabricTraffic.start(fabric, direction, frame(fabric.overheadBytes()), cpu)) {
            Thread.sleep(warmUpMs);
            final Samples samples = sampler.take(traffic::received, seconds).times(THOUSAND);
            if (samples.values().stream().allMatch(rate -> rate == 0)) {
                throw new LabException("nothing went through " + peer.title() + ", " + label());
            }
            return samples;
        }
    }

    /** What is sent, so that it has its length on the link. */
    byte[] frame(final int overheadBytes) {
        if (direction == FabricDirection.OUT) {
            return filled(GUEST_MAC, FAR_GUEST_MAC, linkBytes - overheadBytes);
        }
        // Who looks into it finds a tunnel packet, who does not finds as many bytes.
        final int tunnelBytes = Frames.tunnelled(
                        Encap.VXLAN, FAR_MAC, NEAR_MAC, FAR_NODE, NODE, Frames.inVxlan(VireoFabric.VNI, new byte[0]))
                .length;
        final byte[] inner = filled(FAR_GUEST_MAC, GUEST_MAC, linkBytes - tunnelBytes);
        return Frames.tunnelled(Encap.VXLAN, FAR_MAC, NEAR_MAC, FAR_NODE, NODE, Frames.inVxlan(VireoFabric.VNI, inner));
    }

    private static byte[] filled(final long from, final long to, final int lengthBytes) {
        return Frames.raw(from, to, FILLING.repeat(lengthBytes - ETHERNET_BYTES));
    }
}
