/** The shapes of protocols/api/contract.md, written by hand until they are generated from the OpenAPI document. */

export type NonFinite = "NaN" | "Infinity" | "-Infinity";
export type Num = number | NonFinite;

export interface Session {
  user: { name: string; displayName?: string; isAdmin: boolean } | null;
  csrfToken: string;
  needsFirstUser: boolean;
  openRegistration: boolean;
  version: string;
}

export interface Token {
  id: string;
  name: string;
  createdAt: string;
  expiresAt?: string | null;
  lastUsedAt?: string | null;
  revoked: boolean;
}
export interface NewToken extends Token {
  token: string;
}

export interface AdminUser {
  name: string;
  displayName?: string;
  isAdmin: boolean;
  createdAt: string;
  lastSeenAt?: string | null;
  disabled: boolean;
}

export type WorkspaceRole = "admin" | "member";
export interface Workspace {
  name: string;
  kind: "personal" | "team";
  role: WorkspaceRole;
  members: number;
  projects: number;
}
export interface WorkspaceMember {
  name: string;
  role: WorkspaceRole;
}
export interface Invitation {
  code: string;
  role: WorkspaceRole;
  createdAt: string;
  expiresAt?: string | null;
  invitedBy: string;
  url?: string;
}
export interface InvitationView {
  workspace: string;
  invitedBy: string;
  role: WorkspaceRole;
  expiresAt?: string | null;
}

export type Visibility = "private" | "workspace" | "public";
export type ProjectRole = "owner" | "contributor" | "viewer";
export interface Project {
  id: string;
  workspace: string;
  name: string;
  key: string;
  visibility: Visibility;
  description?: string;
  createdAt: string;
  role: ProjectRole;
  runs: number;
  runningRuns: number;
  lastActivityAt?: string | null;
}
export interface ProjectMember {
  name: string;
  role: ProjectRole;
  via: "project" | "workspace";
}

export type Aggregate = "last" | "min" | "max" | "mean" | "first" | "count";
export interface ColumnRef {
  path: string;
  aggregate?: Aggregate;
}
export interface Sort extends ColumnRef {
  direction: "ascending" | "descending";
}
export interface RunQuery {
  filter?: string;
  sort?: Sort[];
  columns: ColumnRef[];
  limit: number;
  offset: number;
  trashed?: boolean;
}
export interface FileCell {
  name: string;
  size: number;
}
export type Cell = null | number | string | boolean | string[] | FileCell;
export interface RunRow {
  id: string;
  shortId: string;
  values: Cell[];
}
export interface RunPage {
  total: number;
  rows: RunRow[];
}

export type Kind =
  | "float"
  | "int"
  | "bool"
  | "string"
  | "datetime"
  | "stringSet"
  | "file"
  | "fileSet"
  | "artifact"
  | "gitRef"
  | "notebookRef"
  | "floatSeries"
  | "stringSeries"
  | "fileSeries"
  | "histogramSeries";

export interface AttributeName {
  path: string;
  kind: Kind;
}
export interface SuggestedColumn extends AttributeName {
  aggregate?: Aggregate;
}

export type RunState = "running" | "succeeded" | "failed" | "aborted" | "inactive";
export interface RunHeader {
  id: string;
  shortId: string;
  customId?: string | null;
  name?: string | null;
  description?: string | null;
  state: RunState;
  failed: boolean;
  owner: string;
  hostname?: string | null;
  tags?: string[];
  createdAt: string;
  modifiedAt: string;
  finishedAt?: string | null;
  runningSeconds?: number;
  sizeBytes?: number;
  trashed: boolean;
}

export interface GitReference {
  commitId?: string;
  message?: string;
  authorName?: string;
  authorEmail?: string;
  commitDate?: string;
  branch?: string;
  dirty?: boolean;
  remotes?: string[];
}

/** One attribute of a run; which members are there depends on `kind`, so readers go through lib/attributes.ts. */
export interface Attribute {
  path: string;
  kind: Kind;
  value?: Cell | GitReference;
  values?: string[];
  name?: string;
  size?: number;
  mimeType?: string;
  files?: number;
  hash?: string;
  count?: number;
  last?: Num | string | null;
  lastStep?: Num;
  first?: Num;
  firstStep?: Num;
  min?: Num;
  max?: Num;
  mean?: Num;
  variance?: Num;
  lastAt?: string;
  config?: { min?: number; max?: number; unit?: string };
}
export interface Run extends RunHeader {
  attributes: Attribute[];
}

export type Operation =
  | { op: "assign"; path: string; kind: "float" | "int" | "bool" | "string" | "datetime"; value: Cell }
  | { op: "addToSet" | "removeFromSet"; path: string; values: string[] }
  | { op: "clearSet" | "delete"; path: string };

export interface Comment {
  id: string;
  author: string;
  text: string;
  createdAt: string;
  editedAt?: string | null;
}

export type Axis = "step" | "relativeTime" | "time";
export interface BucketRequest {
  run: string;
  path: string;
}
export interface Buckets {
  exact: boolean;
  points: number;
  x: Num[];
  last: Num[];
  min: Num[];
  max: Num[];
  mean: Num[];
  count: number[];
  nonFinite: number[];
  firstPoint?: [Num, Num] | null;
  lastPoint?: [Num, Num] | null;
}

export interface Point {
  step: number;
  at: number | string;
  value?: Num | string;
  index?: number;
  name?: string;
  description?: string;
  size?: number;
  mimeType?: string;
}
export interface PointPage {
  total: number;
  points: Point[];
}

export interface FileEntry {
  name: string;
  path: string;
  size: number;
  directory: boolean;
  modifiedAt?: string;
}
