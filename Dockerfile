# The steps are those of the README: npm ci, npm start. Nothing is fetched after the build.
FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PREVIZ_DATA=/data
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=optional --omit=dev
COPY bin bin
COPY scripts scripts
COPY prisma prisma
COPY src src
COPY templates templates
COPY models models
# The Prisma client is made now, so that the root file system may be read-only later.
RUN node scripts/generate.js \
  && groupadd --gid 10001 previz && useradd --uid 10001 --gid previz --no-create-home previz \
  && mkdir /data && chown previz:previz /data
USER previz
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["npm", "start"]
