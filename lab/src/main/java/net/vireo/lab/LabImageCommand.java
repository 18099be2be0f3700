// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import java.util.concurrent.Callable;
import net.vireo.lab.guest.GuestImage;
import net.vireo.lab.host.LabException;
import picocli.CommandLine.Command;

/** {@code vireo lab image}: makes what virtual machines boot from, while there is a network to download the kernel. */
@Command(
        name = "image",
        header = "Make the image that virtual machines boot from, and say where it is.",
        description =
                "Downloads Debian's kernel for virtual machines, without installing it, and makes a small file system"
                        + " from programs of this machine. Both are kept in the cache (VIREO_CACHE_DIR, else ~/.cache/vireo).",
        footer = {"", "Example:", "  vireo lab image"})
public final class LabImageCommand implements Callable<Integer> {
    /** Made by picocli. */
    public LabImageCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        try {
            final GuestImage image = GuestImage.obtain();
            System.out.println(image.kernel());
            System.out.println(image.initramfs());
            return 0;
        } catch (final LabException e) {
            System.err.println("vireo lab image: " + e.getMessage());
            return 1;
        }
    }
}
