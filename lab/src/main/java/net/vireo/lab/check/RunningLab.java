// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.nio.file.Path;
import java.util.Map;
import net.vireo.lab.capture.Capture;
import net.vireo.lab.host.DataPlane;
import net.vireo.lab.host.Decider;
import net.vireo.lab.host.LabFiles;
import net.vireo.lab.host.Launcher;
import net.vireo.lab.host.Place;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.Topology;

/**
 * A lab whose guests can talk: what the checks work on.
 *
 * @param topology what it consists of
 * @param files where its files are
 * @param launcher how to start Vireo's tools
 * @param fabric what goes between the nodes
 * @param fabricPoint where that is seen: the namespace's name and the link's
 * @param places where guests' programs run, by the guests' names
 * @param planes the data planes by node name
 * @param deciders who permits flows, by node name; empty when nobody is asked
 * @param seconds how long each iperf3 runs
 * @param udpMegabits rate of its UDP tests, Mbit/s
 */
public record RunningLab(
        Topology topology,
        LabFiles files,
        Launcher launcher,
        Capture fabric,
        CapturePoint fabricPoint,
        Map<String, Place> places,
        Map<String, DataPlane> planes,
        Map<String, Decider> deciders,
        int seconds,
        int udpMegabits) {

    /** A link of a namespace. */
    public record CapturePoint(String space, String link) {}

    public RunningLab {
        places = Map.copyOf(places);
        planes = Map.copyOf(planes);
        deciders = Map.copyOf(deciders);
    }

    /** The namespace file of a guest that is one. */
    public Path space(final Guest guest) {
        return files.space(guest.name());
    }

    /** Where a guest's programs run. */
    public Place place(final Guest guest) {
        return places.get(guest.name());
    }

    /** Where the traffic programs' own messages go. */
    public Path trafficLog() {
        return files.lab().resolve("traffic.log");
    }
}
