// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.List;
import java.util.Map;
import net.vireo.lab.host.Place;
import net.vireo.lab.topology.AgentFiles;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;

/**
 * A guest asks the link-local address for its metadata; the agent passes that on to the node's service with the word who
 * asked, and the service tells the guest who it is. A twin with the same address in another network is told otherwise.
 *
 * @param guest one of two with the same address
 * @param twin the other, on the same node
 */
public record MetadataCheck(Guest guest, Guest twin) implements Check {
    private static final long LIMIT_MS = 15_000;
    private static final String URL = "http://169.254.169.254/latest/meta-data/";

    @Override
    public String title() {
        return "metadata of " + guest.name() + " and " + twin.name() + ", which have the same address";
    }

    @Override
    public Outcome run(final RunningLab lab) throws InterruptedException {
        final String first = ask(lab.place(guest), "instance-id");
        final String second = ask(lab.place(twin), "instance-id");
        final String address = ask(lab.place(guest), "local-ipv4");
        return new Outcome(
                first.equals(AgentFiles.uuid(guest).toString())
                        && second.equals(AgentFiles.uuid(twin).toString())
                        && address.equals(guest.address(Family.IPV4).toString()),
                guest.name() + " is " + words(first) + ", " + twin.name() + " is " + words(second) + ", at "
                        + words(address),
                "",
                Map.of("instance", first, "twin", second, "address", address));
    }

    private static String words(final String answer) {
        return answer.isEmpty() ? "NOT TOLD" : answer;
    }

    private static String ask(final Place place, final String what) throws InterruptedException {
        return place.runQuietly(List.of("busybox", "wget", "-q", "-O", "-", URL + what), LIMIT_MS)
                .output()
                .strip();
    }
}
