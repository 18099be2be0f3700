// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import net.vireo.lab.host.Claim;
import net.vireo.lab.host.Commands;
import net.vireo.lab.host.LabException;
import net.vireo.lab.host.LabFiles;
import net.vireo.lab.host.RunRoot;
import net.vireo.lab.host.Tool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code vireo lab shell SPACE [-- COMMAND]}: a shell, or a command, inside a guest, a node or the fabric of a lab that
 * runs in another terminal.
 */
@Command(
        name = "shell",
        header = "Open a shell inside a guest, a node or the fabric of a running lab.",
        description = "Enters the lab that runs in another terminal (start one with: vireo lab --keep).",
        footer = {
            "",
            "Examples:",
            "  vireo lab shell g2-vm0",
            "  vireo lab shell g2-vm0 -- ping -c 3 120.0.0.3",
            "  vireo lab shell fabric -- tcpdump -ni compute1"
        })
public final class LabShellCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "SPACE",
            description = "g2-vm0, compute1 (the host), compute1-dp (its data plane), fabric, ...")
    private String space = "";

    @Parameters(index = "1..*", paramLabel = "COMMAND", description = "what to run; your shell when left out")
    private List<String> command = new ArrayList<>();

    /** Made by picocli. */
    public LabShellCommand() {}

    @Override
    public Integer call() throws InterruptedException, IOException {
        final LabFiles files = new LabFiles(RunRoot.ofEnvironment());
        try {
            return enter(line(files, space, command));
        } catch (final LabException e) {
            System.err.println("vireo lab shell: " + e.getMessage());
            return 1;
        }
    }

    /**
     * First into the lab's user, mount and process namespaces, and from there, where the file is visible as what it is,
     * into the network namespace.
     */
    static List<String> line(final LabFiles files, final String space, final List<String> command) throws IOException {
        if (!Claim.held(files) || !Files.exists(files.initPid())) {
            throw new LabException("no lab runs in " + files.root() + "; start one with: vireo lab --keep");
        }
        if (space.isEmpty() || space.contains("/") || !Files.exists(files.space(space))) {
            try (var spaces = Files.list(files.spaces())) {
                throw new LabException("the lab has no '" + space + "'; it has: "
                        + String.join(
                                ", ",
                                spaces.map(path -> path.getFileName().toString())
                                        .sorted()
                                        .toList()));
            }
        }
        final List<String> line = new ArrayList<>(List.of(
                Tool.NSENTER.command(),
                "-t",
                Files.readString(files.initPid()).strip(),
                "-U",
                "-m",
                "-p",
                "--preserve-credentials",
                "--"));
        line.addAll(Commands.inside(
                files.space(space), files.resolver(space), command.isEmpty() ? List.of(shell()) : command));
        return line;
    }

    private static String shell() {
        return System.getenv().getOrDefault("SHELL", "/bin/sh");
    }

    /**
     * Ctrl-C belongs to the shell: should it reach this process too, the process waits for the shell before it ends. Told to
     * end without a terminal it takes along what it runs, which heard nothing.
     */
    private int enter(final List<String> line) throws InterruptedException, IOException {
        final ProcessBuilder builder = new ProcessBuilder(line).inheritIO();
        // Debian's bash shows the second in its prompt, a plain sh the first.
        builder.environment().put("PS1", space + "$ ");
        builder.environment().put("debian_chroot", space);
        final Process process = builder.start();
        // There is none where the run-time image has no line editor and this is no terminal.
        final boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, terminal), "lab-shell"));
        return process.waitFor();
    }

    private static void end(final Process process, final boolean terminal) {
        if (!terminal) {
            process.descendants().forEach(ProcessHandle::destroy);
        }
        process.onExit().join();
    }
}
