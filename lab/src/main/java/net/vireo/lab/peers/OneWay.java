// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.nio.file.Path;
import java.util.Optional;
import net.vireo.lab.topology.Encap;

/**
 * One path through a switch that has several, as something to measure. Whoever starts the first path starts the switch;
 * the switch is its maker's to close.
 */
final class OneWay implements PeerSwitch {
    /** In {@link #socket}. */
    static final int GUEST = 0;

    /** In {@link #socket}: where packets come out. */
    static final int FAR = 1;

    /** What several paths have in common. */
    static final class Shared {
        private final RoutedSwitch device;
        private boolean started;

        Shared(final RoutedSwitch device) {
            this.device = device;
        }
    }

    private final Shared shared;
    private final String title;
    private final String guestSocket;
    private final String farSocket;
    private final Optional<Encap> tunnel;

    private OneWay(
            final Shared shared,
            final String title,
            final String guestSocket,
            final String farSocket,
            final Optional<Encap> tunnel) {
        this.shared = shared;
        this.title = title;
        this.guestSocket = guestSocket;
        this.farSocket = farSocket;
        this.tunnel = tunnel;
    }

    /** Tracked and routed into a tunnel. */
    static OneWay routed(final Shared shared, final String title, final Encap tunnel) {
        return new OneWay(shared, title, "guest", "fabric", Optional.of(tunnel));
    }

    /** Bridged, and nothing else. */
    static OneWay bridged(final Shared shared, final String title) {
        return new OneWay(shared, title, "guest-l2", "far-l2", Optional.empty());
    }

    /** What packets are in when they come out; empty when they are as they went in. */
    Optional<Encap> tunnel() {
        return tunnel;
    }

    /** The network, 16 bits long, that packets are to be sent to. */
    int network() {
        return tunnel.equals(Optional.of(Encap.UDP)) ? Underlay.MPLS_NETWORK : Underlay.VXLAN_NETWORK;
    }

    /** Has the switch forget the flows that it knows, where it can be told to. */
    void forgetFlows() throws InterruptedException {
        shared.device.forgetFlows();
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public void start() throws InterruptedException {
        if (shared.started) {
            resume();
        } else {
            shared.started = true;
            shared.device.start();
        }
    }

    @Override
    public Path socket(final int end) {
        return shared.device.socket(end == GUEST ? guestSocket : farSocket);
    }

    @Override
    public void pause() throws InterruptedException {
        shared.device.pause();
    }

    @Override
    public void resume() throws InterruptedException {
        shared.device.resume();
    }

    @Override
    public double workNsPerPacket() throws InterruptedException {
        return shared.device.workNsPerPacket();
    }

    @Override
    public void close() {}
}
