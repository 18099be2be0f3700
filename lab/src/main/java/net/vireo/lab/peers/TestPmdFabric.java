// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.nio.file.Path;
import java.util.Map;
import net.vireo.lab.guest.DpdkPort;
import net.vireo.lab.guest.TestPmd;

/**
 * dpdk-testpmd between a link through {@code net_af_xdp} and a guest through {@code net_vhost}: what comes in by one goes
 * out by the other (forwarding mode io), unread. One forwarding lcore on one CPU; its command lcore is on the other.
 */
final class TestPmdFabric implements FabricSwitch {
    private final Path directory;
    private final int cpu;
    private final int commandCpu;
    private TestPmd testPmd;

    TestPmdFabric(final Path directory, final int cpu, final int commandCpu) {
        this.directory = directory;
        this.cpu = cpu;
        this.commandCpu = commandCpu;
    }

    @Override
    public String title() {
        return "testpmd af_xdp";
    }

    @Override
    public void start() throws InterruptedException {
        testPmd = TestPmd.named("vireo-fabric")
                .within("unshare", "--net", "sh", "-c", WIRED, "sh")
                .memory(256, 16_384)
                .lcores("0@" + commandCpu + ",1@" + cpu)
                .port(new DpdkPort("net_af_xdp", Map.of("iface", NEAR_LINK)))
                .port(DpdkPort.backEnd(socket(0)).turnedRound())
                .with("--forward-mode=io", "--auto-start")
                .start();
    }

    @Override
    public Path space() {
        return Path.of("/proc", String.valueOf(testPmd.process().pid()), "ns/net");
    }

    @Override
    public int overheadBytes() {
        return 0;
    }

    @Override
    public Path socket(final int guest) {
        return directory.resolve("testpmd" + guest + ".sock");
    }

    @Override
    public void pause() throws InterruptedException {
        PeerProcesses.signal(testPmd.process(), "STOP");
    }

    @Override
    public void resume() throws InterruptedException {
        PeerProcesses.signal(testPmd.process(), "CONT");
    }

    @Override
    public void close() {
        if (testPmd != null) {
            try {
                resume(); // a stopped process hears nothing
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            testPmd.close();
        }
    }
}
