// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import net.vireo.lab.host.Commands.Done;
import net.vireo.lab.host.LabException;

/**
 * A virtual machine under QEMU's software emulation (no KVM, no privilege). Commands are run in it over a virtio port,
 * as root of the guest. It ends with this process. Used by one thread at a time.
 */
public final class QemuGuest implements AutoCloseable {
    private static final char MARK = '\036';
    private static final long COMMAND_LIMIT_MS = 30_000;
    private static final long CONSOLE_GRACE_MS = 10_000;
    private static final long STOP_LIMIT_MS = 3_000;

    private final String name;
    private final Dialogue dialogue;
    private int commands;

    private QemuGuest(final String name, final Dialogue dialogue) {
        this.name = name;
        this.dialogue = dialogue;
    }

    /** @param name for messages */
    public static QemuLine named(final String name) {
        return new QemuLine(name);
    }

    /** Starts QEMU; the guest is not booted yet, and QEMU itself may still wait for its cards' back ends. */
    static QemuGuest start(final QemuLine line, final GuestImage image) throws InterruptedException {
        GuestTool.require(GuestTool.QEMU, GuestTool.SETPRIV);
        return new QemuGuest(line.name(), Dialogue.start("guest " + line.name(), line.command(image)));
    }

    /**
     * Waits until the guest takes commands.
     *
     * @return its own uptime then, in seconds
     * @throws LabException when it does not come up, with the end of its console; it is ended then
     */
    public double awaitBoot(final long limitMs) throws InterruptedException {
        try {
            dialogue.await(MARK + "ready ", limitMs);
            return Double.parseDouble(dialogue.await(MARK + "\n", CONSOLE_GRACE_MS));
        } catch (final LabException | InterruptedException e) {
            dialogue.kill();
            throw e;
        }
    }

    /** Runs a shell command in the guest, for 30 s at most. */
    public Done shell(final String command) throws InterruptedException {
        return shell(command, COMMAND_LIMIT_MS);
    }

    /**
     * Runs a shell command in the guest.
     *
     * @param limitMs after these milliseconds, rounded up to seconds, it is killed in the guest: exit code 137
     * @return its exit code and what it printed
     * @throws LabException when the guest does not answer any more, with the end of its console
     */
    public Done shell(final String command, final long limitMs) throws InterruptedException {
        final int number = ++commands;
        final long limitS = (limitMs + 999) / 1000;
        final String text = Base64.getEncoder().encodeToString((command + "\n").getBytes(StandardCharsets.UTF_8));
        dialogue.say(number + " " + limitS + " " + text + "\n");
        dialogue.await(MARK + "begin " + number + MARK + "\n", CONSOLE_GRACE_MS);
        final String output = dialogue.await(MARK + "end " + number + " ", limitS * 1000 + CONSOLE_GRACE_MS);
        return new Done(Integer.parseInt(dialogue.await(MARK + "\n", CONSOLE_GRACE_MS)), output);
    }

    /**
     * The same for a command that must succeed.
     *
     * @return what it printed
     * @throws LabException when its exit code is not 0
     */
    public String run(final String command) throws InterruptedException {
        final Done done = shell(command);
        if (!done.ok()) {
            throw new LabException("in guest " + name + ", '" + command + "' failed with exit code " + done.exitCode()
                    + ": " + done.output().strip());
        }
        return done.output();
    }

    /** The end of what its console said. */
    public String console() {
        return dialogue.tail();
    }

    /** QEMU's process. */
    public ProcessHandle process() {
        return dialogue.process().toHandle();
    }

    /** Ends QEMU at once (SIGKILL): no message to the back end. */
    public void kill() throws InterruptedException {
        dialogue.kill();
    }

    /** Ends QEMU in order (SIGTERM): it takes its cards down; the guest is not asked. */
    @Override
    public void close() {
        dialogue.process().destroy();
        dialogue.end(STOP_LIMIT_MS);
    }
}
