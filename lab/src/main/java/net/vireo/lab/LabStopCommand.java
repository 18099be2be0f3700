// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.vireo.lab.host.Claim;
import net.vireo.lab.host.LabFiles;
import net.vireo.lab.host.RunRoot;
import picocli.CommandLine.Command;

/** {@code vireo lab stop}: ends the lab that runs in another terminal, and waits until nothing of it is left. */
@Command(name = "stop", header = "End the lab that runs in another terminal.", mixinStandardHelpOptions = true)
public final class LabStopCommand implements Callable<Integer> {
    private static final long LIMIT_S = 20;

    /** Made by picocli. */
    public LabStopCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        final LabFiles files = new LabFiles(RunRoot.ofEnvironment());
        final Optional<ProcessHandle> holder = Claim.holder(files);
        if (holder.isEmpty()) {
            System.err.println("vireo lab stop: no lab runs in " + files.root());
            return 1;
        }
        holder.get().destroy();
        try {
            holder.get().onExit().get(LIMIT_S, TimeUnit.SECONDS);
        } catch (final TimeoutException | ExecutionException e) {
            System.err.println("vireo lab stop: process " + holder.get().pid() + " has not ended within " + LIMIT_S
                    + " s; end it with: kill -9 " + holder.get().pid());
            return 1;
        }
        System.out.println("the lab in " + files.root() + " has ended");
        return 0;
    }
}
