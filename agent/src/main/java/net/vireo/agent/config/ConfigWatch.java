// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;
import net.vireo.port.log.LimitedLog;

/**
 * Tells at once when something in the configuration's directory changes: a policy that ends flows is to hold now. By inotify,
 * which costs nothing while nothing happens, where looking at every file twenty times a second would. It is a hint only: on
 * file systems that do not tell, and where the kernel has no more watches to give, changes are seen by the look once a
 * second.
 */
public final class ConfigWatch implements AutoCloseable {
    private static final LimitedLog LOG = new LimitedLog(ConfigWatch.class);

    /** Editors write in several steps: the look comes when they pause. */
    private static final long PAUSE_MS = 5;

    private static final int MOST_PAUSES = 10;
    private static final long AGAIN_MS = 1_000;

    private final Path directory;
    private final Runnable changed;
    private final Thread thread =
            Thread.ofPlatform().name("agent-config").daemon().unstarted(this::run);

    /** @param changed called by this one's thread, to return soon */
    public ConfigWatch(final Path directory, final Runnable changed) {
        this.directory = directory;
        this.changed = changed;
    }

    /** Begins to watch. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                watch();
                Thread.sleep(AGAIN_MS);
            }
        } catch (final InterruptedException closed) {
            // It was asked to.
        }
    }

    /** Returns when the directory cannot be watched (any more): it is another one, or not there. */
    private void watch() throws InterruptedException {
        try (WatchService watcher = directory.getFileSystem().newWatchService()) {
            final WatchKey key = directory.register(
                    watcher,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            changed.run();
            boolean valid = true;
            while (valid) {
                watcher.take();
                key.pollEvents();
                valid = key.reset();
                int left = MOST_PAUSES;
                while (valid && left-- > 0 && watcher.poll(PAUSE_MS, TimeUnit.MILLISECONDS) != null) {
                    key.pollEvents();
                    valid = key.reset();
                }
                changed.run();
            }
        } catch (final IOException e) {
            LOG.log(Level.INFO, directory + " cannot be watched, it is looked at once a second: " + e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException notNow) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
