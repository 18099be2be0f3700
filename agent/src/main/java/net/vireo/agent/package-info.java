// SPDX-License-Identifier: Apache-2.0

/** The agent's process: what ties its database, its protocols and the data plane's sockets together. */
package net.vireo.agent;
