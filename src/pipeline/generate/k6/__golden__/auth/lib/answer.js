// What expectations and extractions see of a response.

export class Answer {
  constructor(response) {
    this.response = response;
    this.parsed = undefined;
  }

  get text() {
    return typeof this.response.body === "string" ? this.response.body : "";
  }

  /** [value] of a response header, [] when it is not there. Names in any case. */
  header(name) {
    const wanted = name.toLowerCase();
    return Object.keys(this.response.headers)
      .filter((header) => header.toLowerCase() === wanted)
      .map((header) => this.response.headers[header]);
  }

}
