// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import net.vireo.lab.host.LabException;

/**
 * What a virtual machine boots from, in a cache. The key of an image is everything that it is made of: the kernel
 * package's version, and each file of this machine that is in it with its size and time, which Debian's packages set.
 *
 * @param kernel the kernel, as QEMU's {@code -kernel} takes it
 * @param initramfs the first and only file system, for {@code -initrd}
 */
public record GuestImage(Path kernel, Path initramfs) {
    /** Environment variable with the folder of Vireo's caches. */
    private static final String VARIABLE = "VIREO_CACHE_DIR";

    private static final int KEY_CHARACTERS = 16;
    private static final String KERNEL = "vmlinuz";
    private static final String INITRAMFS = "initramfs.gz";
    private static final String CONTENTS = "contents.txt";

    /** The image in this user's cache; made when it is not there, which takes seconds and may need the network. */
    public static GuestImage obtain() throws InterruptedException {
        return obtain(cacheOf(System.getenv()));
    }

    /**
     * The same in another cache. Several processes may do so at once.
     *
     * @throws LabException when a tool is missing or the kernel cannot be had
     */
    public static GuestImage obtain(final Path cache) throws InterruptedException {
        GuestTool.require(
                GuestTool.BUSYBOX,
                GuestTool.PING,
                GuestTool.IPERF3,
                GuestTool.IP,
                GuestTool.ETHTOOL,
                GuestTool.LDD,
                GuestTool.DPKG,
                GuestTool.APT_CACHE,
                GuestTool.APT_GET);
        try {
            final KernelPackage kernel = KernelPackage.obtain(cache);
            final Initramfs initramfs = Initramfs.ofThisMachine();
            final String contents = kernel.file().getFileName() + "\n" + initramfs.contents();
            final Path folder = cache.resolve("image-" + key(contents));
            if (!Files.exists(folder)) {
                build(cache, folder, kernel, initramfs, contents);
            }
            return new GuestImage(folder.resolve(KERNEL), folder.resolve(INITRAMFS));
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot make the guests' image in " + cache, e);
        }
    }

    /** The folder for images under the rule that the launcher follows for its own cache. */
    static Path cacheOf(final Map<String, String> environment) {
        final String explicit = environment.getOrDefault(VARIABLE, "");
        final String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        final Path vireo;
        if (!explicit.isEmpty()) {
            vireo = Path.of(explicit);
        } else if (!xdg.isEmpty()) {
            vireo = Path.of(xdg, "vireo");
        } else {
            vireo = Path.of(environment.getOrDefault("HOME", "/tmp"), ".cache", "vireo");
        }
        return vireo.resolve("guests").toAbsolutePath();
    }

    private static void build(
            final Path cache,
            final Path folder,
            final KernelPackage kernel,
            final Initramfs initramfs,
            final String contents)
            throws IOException, InterruptedException {
        final Path making = Files.createTempDirectory(cache, "making");
        try {
            final Path unpacked = making.resolve("kernel");
            final Path image = Files.createDirectory(making.resolve("image"));
            kernel.unpack(unpacked);
            final KernelTree tree = KernelTree.in(unpacked);
            try (CpioWriter archive = new CpioWriter(
                    new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(image.resolve(INITRAMFS)))))) {
                initramfs.write(archive, tree);
            }
            Files.move(tree.kernel(), image.resolve(KERNEL));
            Files.writeString(image.resolve(CONTENTS), contents, StandardCharsets.UTF_8);
            Files.move(image, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (final FileAlreadyExistsException | DirectoryNotEmptyException e) {
            if (!Files.exists(folder.resolve(INITRAMFS))) {
                throw e;
            } // else another process was quicker with the same
        } finally {
            Folders.delete(making);
        }
    }

    private static String key(final String contents) {
        try {
            final byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(contents.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, KEY_CHARACTERS);
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
