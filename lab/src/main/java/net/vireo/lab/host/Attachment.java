// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * What joins guests and hosts to their data plane.
 *
 * @param kind a TAP that the data plane makes, or a veth pair whose one end it opens with a packet socket
 * @param reason why this one, for the progress lines
 */
public record Attachment(Kind kind, String reason) {
    private static final Path TUN = Path.of("/dev/net/tun");

    /** The two ways. */
    public enum Kind {
        TAP,
        VETH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param wish {@code auto}, {@code tap} or {@code veth}
     * @throws LabException when TAPs are asked for and cannot be had, or the wish is another word
     */
    public static Attachment choose(final String wish) {
        return choose(wish, obstacle(TUN));
    }

    /** @param obstacle why {@code /dev/net/tun} cannot be used, or an empty string */
    static Attachment choose(final String wish, final String obstacle) {
        return switch (wish) {
            case "veth" -> new Attachment(Kind.VETH, "asked for");
            case "tap" -> {
                if (!obstacle.isEmpty()) {
                    throw new LabException("--attach tap needs /dev/net/tun, but " + obstacle
                            + "; mend it with: chmod 0666 /dev/net/tun (udev's default), or use --attach veth");
                }
                yield new Attachment(Kind.TAP, "asked for");
            }
            case "auto" ->
                obstacle.isEmpty()
                        ? new Attachment(Kind.TAP, "/dev/net/tun can be opened")
                        : new Attachment(Kind.VETH, obstacle);
            default -> throw new LabException("--attach is '" + wish + "', expected auto, tap or veth");
        };
    }

    private static String obstacle(final Path device) {
        try (FileChannel channel = FileChannel.open(device, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.isOpen() ? "" : device + " is closed";
        } catch (final NoSuchFileException e) {
            return "there is no " + device;
        } catch (final AccessDeniedException e) {
            return "this user may not open " + device;
        } catch (final IOException e) {
            return device + " cannot be opened (" + e.getMessage() + ")";
        }
    }
}
