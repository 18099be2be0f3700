// SPDX-License-Identifier: Apache-2.0
/**
 * Ties the services' cores to the operational database and to the packets' queues: what a core asks of a guest is answered
 * from the database of that moment.
 */
package net.vireo.agent.bind;
