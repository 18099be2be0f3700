// SPDX-License-Identifier: Apache-2.0
/** What the agent knows, as JSON and as plain pages. */
package net.vireo.agent.introspect;
