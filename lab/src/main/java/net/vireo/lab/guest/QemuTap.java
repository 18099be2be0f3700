// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import java.util.List;

/**
 * A virtio network card of a virtual machine that QEMU itself serves, on a TAP: the way to a network that has no data
 * plane of ours in front of it, such as the lab's fabric. The TAP is in the network namespace in which QEMU is started
 * ({@link QemuLine#inside}); where there is none of this name, QEMU makes one, which needs CAP_NET_ADMIN there.
 *
 * @param link name of the TAP, 1 to 15 characters, without a comma
 * @param mac the card's address
 */
public record QemuTap(String link, String mac) implements QemuCard {
    @Override
    public int queues() {
        return 1;
    }

    @Override
    public List<String> arguments(final int number) {
        return List.of(
                "-netdev",
                "tap,id=n" + number + ",ifname=" + link + ",script=no,downscript=no",
                "-device",
                "virtio-net-pci,romfile=,netdev=n" + number + ",mac=" + mac + ",vectors=0");
    }
}
