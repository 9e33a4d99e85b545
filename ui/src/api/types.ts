import type { components } from "./schema";

/*
 * The shapes that travel, by the names that this program uses. They come from schema.d.ts, which `./dev gen` writes from
 * the server's own document; what is written here by hand says why.
 */
type Schemas = components["schemas"];

/** The server leaves absent members out and never sends null for one, so readers need to know `undefined` only. */
type Read<T> = { [K in keyof T]: undefined extends T[K] ? Exclude<T[K], null> : T[K] };
/** Where a list may hold null, the document lets the enumeration itself hold it. */
type Word<T> = Exclude<T, null>;
type With<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };

export type NonFinite = "NaN" | "Infinity" | "-Infinity";
export type Num = number | NonFinite;

export interface Session {
  user: Read<Schemas["SessionUser"]> | null;
  csrfToken: string;
  needsFirstUser: boolean;
  openRegistration: boolean;
  version: string;
}
export type Token = Read<Schemas["Token"]>;
export type NewToken = Read<Schemas["IssuedToken"]>;
export type AdminUser = Read<Schemas["User"]>;
export type ServerSettings = Schemas["Settings"];
export type DiskReport = Read<Schemas["Disk"]>;
export type ProjectDisk = Schemas["ProjectDisk"];

export type WorkspaceRole = Schemas["WorkspaceRole"];
export type Workspace = Read<Schemas["Workspace"]>;
export type WorkspaceMember = Read<Schemas["WorkspaceMember"]>;
export type Invitation = Read<Schemas["Invitation"]>;
export type InvitationView = Read<Schemas["InvitationPreview"]>;

export type Visibility = Schemas["ProjectVisibility"];
export type ProjectRole = Schemas["ProjectRole"];
export type Project = Read<Schemas["Project"]>;
export type NewProject = Read<Schemas["NewProject"]>;
export type ProjectMember = Read<Schemas["ProjectMember"]>;

export type Aggregate = Word<Schemas["AggregateName"]>;
export type ColumnRef = Omit<Schemas["Column"], "aggregate"> & { aggregate?: Aggregate };
export type Sort = ColumnRef & { direction: Schemas["SortDirection"] };
export type Cell = Schemas["Cell"];
export type FileCell = Extract<Cell, { name: string }>;
export type RunQuery = Omit<With<Read<Schemas["RunQuery"]>, "limit" | "offset">, "columns" | "sort"> & {
  columns: ColumnRef[];
  sort?: Sort[];
};
export type RunRow = Schemas["RunRow"];
export type RunPage = Schemas["RunPage"];

export type Kind = Word<Schemas["AttributeKindName"]>;
export type AttributeName = { path: string; kind: Kind };
export type SuggestedColumn = AttributeName & { aggregate?: Aggregate };

export type RunState = Word<Schemas["RunStateName"]>;
/** Every run has a state by the time it is shown: what has none yet is a model or a project, which are not listed. */
export type RunHeader = Omit<Read<Schemas["RunHeader"]>, "state" | "runningSeconds"> & {
  state: RunState;
  runningSeconds?: number;
};
export type GitReference = Read<Schemas["GitCheckout"]>;
export type NotebookReference = Read<Schemas["Notebook"]>;
export type HolderKind = Schemas["HolderKindName"];
export type Dataset = Omit<Read<Schemas["Dataset"]>, "files"> & { files?: DatasetFile[] };
export type DatasetFile = Read<Schemas["DatasetFile"]>;
export type Checkpoint = Read<Schemas["Checkpoint"]>;
export type KeptNotebook = Omit<Read<Schemas["KeptNotebook"]>, "newest"> & { newest?: Checkpoint };

/**
 * One attribute of a run; which members are there depends on `kind`. The document has a union of fifteen shapes: here they
 * are one, so that tables and menus need no switch, and readers go through lib/attributes.ts.
 */
export interface Attribute {
  path: string;
  kind: Kind;
  value?: Cell | GitReference | NotebookReference;
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
  previews?: Schemas["Preview"][];
}
export type Run = RunHeader &
  Partial<Pick<Schemas["Run"], "lineage" | "children" | "rewoundTo">> & { attributes: Attribute[] };

export type Family = Omit<Read<Schemas["Family"]>, "members"> & { members: FamilyMember[] };
export type FamilyMember = Read<Schemas["FamilyMember"]>;

/** The document leaves an operation open, because the server judges each on its own; these are the ones we send. */
export type Operation =
  | { op: "assign"; path: string; kind: "float" | "int" | "bool" | "string" | "datetime"; value: Cell }
  | { op: "addToSet" | "removeFromSet"; path: string; values: string[] }
  | { op: "clearSet" | "delete"; path: string };

export type Comment = Read<Schemas["Comment"]>;

export type Axis = Schemas["AxisName"];
export type BucketRequest = Read<Schemas["SeriesRef"]>;
/** The ends are pairs, which the document can only call lists. */
export type Buckets = Omit<Read<Schemas["Buckets"]>, "firstPoint" | "lastPoint"> & {
  firstPoint?: [Num, Num] | null;
  lastPoint?: [Num, Num] | null;
};

export type Point = Omit<Read<Schemas["Point"]>, "value" | "step" | "at"> & {
  step: number;
  at: number | string;
  value?: Num | string;
};
export interface PointPage {
  total: number;
  points: Point[];
}

export type FileEntry = Read<Schemas["FileSetEntry"]>;
