// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.TimeUnit;
import net.vireo.lab.host.LabException;

/** The data plane of one node is killed in the middle of a ping. */
final class KillStep implements Step.Play {
    private static final String GUEST = "g2-vm0";
    private static final String TO = "120.0.0.3";
    private static final long BEFORE_MS = 1500;
    private static final long PING_LIMIT_S = 60;

    @Override
    public void on(final Stagehand stage) throws InterruptedException {
        final String first = pid(stage);
        final Process ping =
                stage.start("lab", "shell", GUEST, "--", "ping", "-q", "-i", "0.05", "-c", "100", "-W", "1", TO);
        Thread.sleep(BEFORE_MS);
        stage.show("lab", "shell", BlockedStep.NODE, "--", "kill", "-9", first);
        final String[] now = {first};
        stage.claimWithin(
                Script.limitS(),
                "another process forwards",
                () -> {
                    now[0] = pid(stage);
                    return !now[0].isEmpty() && !now[0].equals(first);
                },
                () -> "process " + first + ", then " + now[0]);
        if (!ping.waitFor(PING_LIMIT_S, TimeUnit.SECONDS)) {
            ping.destroy();
        }
        stage.claimWithin(
                Script.limitS(),
                "guests talk again, without anything having been told to them",
                () -> stage.attempt("lab", "shell", GUEST, "--", "ping", "-c", "1", "-W", "2", TO)
                        .ok(),
                () -> pings(stage));
    }

    /** What ping said in the end. */
    private static String pings(final Stagehand stage) {
        try {
            return Files.readString(stage.files().lab().resolve("demo.log"), StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> line.contains("packets transmitted"))
                    .reduce("", (before, last) -> last);
        } catch (final IOException e) {
            return "";
        }
    }

    /** The process that forwards, as seen inside the lab; empty in between. */
    private static String pid(final Stagehand stage) {
        try {
            return Files.readString(stage.files().vrouterPid(BlockedStep.NODE), StandardCharsets.US_ASCII)
                    .strip();
        } catch (final NoSuchFileException e) {
            return "";
        } catch (final IOException e) {
            throw new LabException("cannot tell which process forwards: " + e, e);
        }
    }
}
