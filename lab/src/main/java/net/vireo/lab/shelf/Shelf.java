// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.shelf;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.vireo.lab.driver.DriverGuest;
import net.vireo.lab.scene.Fault;
import net.vireo.lab.scene.Scene;

/**
 * What can be planted and what is. One at a time: planting another lifts the first. Any thread; the work itself is done by
 * one thread of the shelf's own.
 */
public final class Shelf implements AutoCloseable {
    private final List<Fault> faults;
    private final List<Scene> scenes;
    private final Function<Scene, Playing> player;
    private final Thread thread = Thread.ofPlatform().daemon().name("shelf").unstarted(this::work);
    private Scene wanted;
    private Scene shown;
    private State state = State.OFF;
    private String message = "";
    private Playing playing;
    private boolean closed;

    /** A scene that is played, or is about to be. */
    public interface Playing extends AutoCloseable {
        /** Starts it. Whatever it throws: it is closed afterwards. */
        void build() throws InterruptedException;

        /** What its guests have seen, by their names, once it is built. */
        Map<String, DriverGuest.Counts> counts();

        @Override
        void close();
    }

    /** Why something cannot be done: a sentence. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(final String sentence) {
            super(sentence);
        }
    }

    /**
     * What one scene is doing.
     *
     * @param message why it failed, or empty
     * @param counts of its guests, while it is planted
     */
    record Status(State state, String message, Map<String, DriverGuest.Counts> counts) {
        private static final Status OFF = new Status(State.OFF, "", Map.of());
    }

    /**
     * Starts the shelf's thread.
     *
     * @param player makes what plays a scene
     */
    public Shelf(final List<Fault> faults, final List<Scene> scenes, final Function<Scene, Playing> player) {
        this.faults = List.copyOf(faults);
        this.scenes = List.copyOf(scenes);
        this.player = player;
        thread.start();
    }

    List<Fault> faults() {
        return faults;
    }

    List<Scene> scenes() {
        return scenes;
    }

    synchronized Status status(final Scene scene) {
        if (state == State.LIFTING && scene.equals(wanted)) {
            return new Status(State.PLANTING, "", Map.of());
        }
        if (!scene.equals(shown)) {
            return Status.OFF;
        }
        return new Status(state, message, state == State.PLANTED ? playing.counts() : Map.of());
    }

    /** Begins to plant a fault or a scene; does nothing when it is planted already. */
    synchronized void plant(final String name) {
        final Scene scene = named(name);
        if (scene.equals(shown) && state == State.PLANTED) {
            return;
        }
        refuseWhileBusy();
        wanted = scene;
        if (state != State.PLANTED) {
            shown = scene;
            state = State.PLANTING;
            message = "";
        } else {
            state = State.LIFTING;
        }
        notifyAll();
    }

    /** Begins to lift it; does nothing when it is not planted. */
    synchronized void lift(final String name) {
        if (!named(name).equals(shown) || state == State.OFF) {
            return;
        }
        refuseWhileBusy();
        wanted = null;
        if (state == State.FAILED) {
            state = State.OFF;
            shown = null;
        } else {
            state = State.LIFTING;
            notifyAll();
        }
    }

    private Scene named(final String name) {
        for (final Fault fault : faults) {
            if (fault.name().equals(name)) {
                return fault.scene();
            }
        }
        return scenes.stream()
                .filter(scene -> scene.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Refused("there is no fault '" + name + "'; there are: "
                        + String.join(", ", faults.stream().map(Fault::name).toList())));
    }

    private void refuseWhileBusy() {
        if (closed) {
            throw new Refused("the lab is about to end");
        }
        if (state == State.PLANTING || state == State.LIFTING) {
            throw new Refused(shown.name() + " is being " + (state == State.PLANTING ? "planted" : "lifted")
                    + "; ask again when that is done");
        }
    }

    private void work() {
        try {
            while (true) {
                final Scene next = next();
                if (playing != null) {
                    end();
                }
                if (next != null) {
                    begin(next);
                }
            }
        } catch (final InterruptedException told) {
            if (playing != null) {
                end();
            }
        }
    }

    /** Waits for something to do: a scene to begin, or null to end the one that is played. */
    private synchronized Scene next() throws InterruptedException {
        while (state != State.PLANTING && state != State.LIFTING) {
            wait();
        }
        return wanted;
    }

    /** @return what is left behind, empty for nothing */
    private static String closed(final Playing ending) {
        try {
            ending.close();
            return "";
        } catch (final RuntimeException e) {
            return "; not all of it could be taken away: " + e.getMessage();
        }
    }

    private void end() {
        final String failure = closed(playing);
        synchronized (this) {
            playing = null;
            message = failure;
            shown = failure.isEmpty() ? wanted : shown;
            state = failure.isEmpty() ? wanted == null ? State.OFF : State.PLANTING : State.FAILED;
        }
    }

    private void begin(final Scene scene) throws InterruptedException {
        synchronized (this) {
            if (state != State.PLANTING) {
                return;
            }
        }
        final Playing begun = player.apply(scene);
        try {
            begun.build();
        } catch (final RuntimeException failure) {
            final String why = String.valueOf(failure.getMessage()) + closed(begun);
            synchronized (this) {
                message = why;
                state = State.FAILED;
            }
            return;
        } catch (final InterruptedException told) {
            closed(begun);
            throw told;
        }
        synchronized (this) {
            playing = begun;
            state = State.PLANTED;
        }
    }

    /** Lifts what is planted and ends the thread. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
