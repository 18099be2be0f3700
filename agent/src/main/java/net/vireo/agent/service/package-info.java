// SPDX-License-Identifier: Apache-2.0

/**
 * What the protocol services of the agent share: what they need to know of a guest, and the bytes on its link.
 *
 * <p>Each service is a core without sockets, threads or clocks: a frame, who sent it, and the time go in; frames, the time
 * of the next timer, and events come out. The agent's pump brings trapped frames in and wraps what comes out. A core belongs
 * to one thread; only its {@link net.vireo.agent.service.Counters} may be read by others.
 *
 * <p>Bytes from guests are read through {@link net.vireo.agent.service.WireReader}, which cannot read past their end. What
 * is malformed, or claims another's address, gets no answer but a count under a name.
 */
package net.vireo.agent.service;
