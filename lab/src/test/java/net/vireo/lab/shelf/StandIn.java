// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.shelf;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import net.vireo.lab.driver.DriverGuest;
import net.vireo.lab.host.LabException;
import net.vireo.lab.scene.DeckScenes;
import net.vireo.lab.scene.Faults;
import net.vireo.lab.scene.Scene;

/** Plays scenes by writing down what it was told; a test holds it up, or makes it fail. */
final class StandIn {
    final List<String> done = new CopyOnWriteArrayList<>();
    volatile CountDownLatch gate = new CountDownLatch(0);
    volatile String failure = "";

    Shelf shelf() {
        return new Shelf(Faults.ALL, DeckScenes.ALL, scene -> new Played(this, scene));
    }

    private record Played(StandIn log, Scene scene) implements Shelf.Playing {
        @Override
        public void build() throws InterruptedException {
            log.gate.await();
            if (!log.failure.isEmpty()) {
                throw new LabException(log.failure);
            }
            log.done.add("build " + scene.name());
        }

        @Override
        public Map<String, DriverGuest.Counts> counts() {
            return Map.of(scene.vif(), new DriverGuest.Counts(7, 2, 1));
        }

        @Override
        public void close() {
            log.done.add("close " + scene.name());
        }
    }
}
