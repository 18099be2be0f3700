// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LaunchLineTest {
    private static final Path SOCKET = Path.of("/run/x,y/vm.sock");
    private static final GuestImage IMAGE = new GuestImage(Path.of("/c/vmlinuz"), Path.of("/c/initramfs.gz"));

    @Test
    void shouldGiveTestpmdAsManyQueuesAsItsWidestPort() {
        assertThat(TestPmd.named("a")
                        .port(DpdkPort.guest(Path.of("/s"))
                                .queues(2)
                                .packed(true)
                                .turnedRound())
                        .port(DpdkPort.backEnd(Path.of("/t")).turnedRound())
                        .with("--forward-mode=rxonly")
                        .line())
                .contains("--vdev=net_virtio_user0,path=/s,queues=2,packed_vq=1,server=1")
                .contains("--vdev=net_vhost1,iface=/t,client=1")
                .containsSubsequence("--file-prefix=a", "--", "--rxq=2", "--txq=2", "--forward-mode=rxonly");
    }

    @Test
    void shouldGiveAMachineOneCpuForEachQueuePair() {
        assertThat(QemuGuest.named("vm0")
                        .nic(QemuNic.on(SOCKET, "02:00:00:00:00:01")
                                .queues(2)
                                .packed(true)
                                .server(true))
                        .command(IMAGE))
                .containsSubsequence("-smp", "2")
                .containsSubsequence("-object", "memory-backend-memfd,id=m0,size=256M,share=on")
                .contains("socket,id=c0,path=/run/x,,y/vm.sock,server=on,wait=off")
                .contains("vhost-user,id=n0,chardev=c0,queues=2")
                .contains("virtio-net-pci,romfile=,netdev=n0,mac=02:00:00:00:00:01,vectors=0,mq=on,packed=on");
    }

    @Test
    void shouldLetAClientComeBack() {
        assertThat(QemuGuest.named("vm0")
                        .nic(QemuNic.on(SOCKET, "02:00:00:00:00:01").options("mrg_rxbuf=off"))
                        .command(IMAGE))
                .containsSubsequence("-smp", "1")
                .contains("socket,id=c0,path=/run/x,,y/vm.sock,reconnect=1")
                .contains("virtio-net-pci,romfile=,netdev=n0,mac=02:00:00:00:00:01,vectors=0,mrg_rxbuf=off");
    }

    @Test
    void shouldStartInTheNamespaceOfItsTap() {
        assertThat(QemuGuest.named("vm0")
                        .nic(new QemuTap("port0", "02:00:00:00:00:01"))
                        .inside(Path.of("/run/fabric"))
                        .command(IMAGE))
                .startsWith("nsenter", "--net=/run/fabric", "--", "qemu-system-x86_64")
                .containsSubsequence("-smp", "1")
                .contains("tap,id=n0,ifname=port0,script=no,downscript=no")
                .contains("virtio-net-pci,romfile=,netdev=n0,mac=02:00:00:00:00:01,vectors=0");
    }

    @Test
    void shouldRefuseACardWithoutQueues() {
        assertThatThrownBy(() -> QemuNic.on(SOCKET, "02:00:00:00:00:01").queues(0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
