// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.vireo.lab.host.Commands;
import net.vireo.lab.host.LabException;

/** How to start a virtual machine: QEMU's launch line in parts. One thread. */
public final class QemuLine {
    private static final long BOOT_LIMIT_MS = 60_000;

    /** Enough for the kernel, the unpacked image and iperf3's buffers. */
    private static final int MEMORY_MB = 256;

    /** Emulated code is as wide as this CPU's; more would be emulated in many slow steps. */
    private static final String CPU = "qemu64,+ssse3,+sse4.1,+sse4.2,+popcnt";

    private static final String KERNEL_WORDS =
            "console=ttyS0 quiet panic=-1 random.trust_cpu=on mitigations=off no_timer_check";

    private final String name;
    private final List<QemuCard> nics = new ArrayList<>();
    private final List<String> more = new ArrayList<>();
    private Optional<Path> space = Optional.empty();
    private int cpus = 1;
    private int memoryMb = MEMORY_MB;

    QemuLine(final String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** One more card: the guest's next eth. */
    public QemuLine nic(final QemuCard nic) {
        nics.add(nic);
        cpus = Math.max(cpus, nic.queues());
        return this;
    }

    /** At least so many CPUs. */
    public QemuLine cpus(final int count) {
        cpus = Math.max(cpus, count);
        return this;
    }

    /** The guest's memory, in megabytes. */
    public QemuLine memory(final int megabytes) {
        memoryMb = megabytes;
        return this;
    }

    /** Further words for QEMU. */
    public QemuLine with(final String... words) {
        more.addAll(List.of(words));
        return this;
    }

    /** Runs QEMU in the network namespace that this file keeps alive: where the TAPs of its cards are. */
    public QemuLine inside(final Path namespace) {
        space = Optional.of(namespace);
        return this;
    }

    /** Starts it without waiting for the guest: {@link QemuGuest#awaitBoot}. */
    public QemuGuest start(final GuestImage image) throws InterruptedException {
        return QemuGuest.start(this, image);
    }

    /**
     * Starts it and waits until it takes commands.
     *
     * @throws LabException when it does not within a minute, with the end of its console
     */
    public QemuGuest boot(final GuestImage image) throws InterruptedException {
        final QemuGuest guest = start(image);
        guest.awaitBoot(BOOT_LIMIT_MS);
        return guest;
    }

    /**
     * The launch line: a machine whose memory a back end can map. Not a microvm, which is quicker by a third of a second:
     * it has no timer by which Linux could measure the emulated TSC, and one boot in two stops there. Commands go over a
     * virtio port; on the serial line 16 bytes went missing now and then, so it has the kernel's messages only.
     */
    List<String> command(final GuestImage image) {
        final List<String> line = new ArrayList<>(List.of(
                GuestTool.QEMU.command(),
                "-machine",
                "q35,sata=off,smbus=off,vmport=off,usb=off,memory-backend=m0",
                "-accel",
                "tcg,thread=multi",
                "-cpu",
                CPU,
                "-smp",
                String.valueOf(cpus),
                "-m",
                String.valueOf(memoryMb),
                "-object",
                "memory-backend-memfd,id=m0,size=" + memoryMb + "M,share=on",
                "-nodefaults",
                "-no-user-config",
                "-display",
                "none",
                "-no-reboot",
                "-chardev",
                "file,id=console,path=/dev/stderr,append=on",
                "-serial",
                "chardev:console",
                "-chardev",
                "stdio,id=talk,signal=off",
                "-device",
                "virtio-serial-pci,vectors=0",
                "-device",
                "virtserialport,chardev=talk",
                "-kernel",
                image.kernel().toString(),
                "-initrd",
                image.initramfs().toString(),
                "-append",
                KERNEL_WORDS));
        for (int i = 0; i < nics.size(); i++) {
            line.addAll(nics.get(i).arguments(i));
        }
        line.addAll(more);
        return space.map(file -> Commands.inside(file, line)).orElse(line);
    }
}
